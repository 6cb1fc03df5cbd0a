// How is one large file written so that it appears whole, or not at all?
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "io/files.hpp"
#include "io/flush.hpp"

namespace gigaplan::io {
namespace {

namespace fs = std::filesystem;

Issues failure(const fs::path& path, const char* what, const std::error_code& error) {
  return {{.file = path.string(),
           .message = fmt::format("{}: {}", what, error.message()),
           .remedy = "nothing was written; name another file, or make room there"}};
}

/// Where the bytes go: behind symbolic links.
fs::path real_path(const fs::path& file, std::error_code& error) {
  return fs::weakly_canonical(fs::absolute(file, error), error);
}

std::error_code write_aside(const fs::path& aside, const std::function<void(std::ostream&)>& write) {
  errno = 0;
  std::ofstream out(aside, std::ios::binary | std::ios::trunc);
  if (out) {
    write(out);
    out.close();
  }
  if (!out) {
    return errno != 0 ? last_error() : std::make_error_code(std::errc::io_error);
  }
  return flush(aside, O_WRONLY);
}

}  // namespace

Issues check_output_file(const fs::path& file) {
  std::error_code error;
  const fs::path target = real_path(file, error);
  if (error) {
    return failure(file, "cannot be written", error);
  }
  if (file.empty() || !target.has_filename()) {
    return failure(file, "cannot be written", std::make_error_code(std::errc::invalid_argument));
  }
  const auto type = fs::status(target, error).type();
  if (type == fs::file_type::directory) {
    return failure(file, "cannot be replaced", std::make_error_code(std::errc::is_a_directory));
  }
  if (type != fs::file_type::not_found && type != fs::file_type::regular) {
    return {{.file = file.string(), .message = "is no regular file", .remedy = "name one; nothing was written"}};
  }
  fs::path folder = target.parent_path();
  while (!fs::exists(folder, error) && folder != folder.parent_path()) {
    folder = folder.parent_path();
  }
  if (!fs::is_directory(folder, error)) {
    return failure(file, "cannot be written", std::make_error_code(std::errc::not_a_directory));
  }
  return ::access(folder.c_str(), W_OK | X_OK) == 0 ? Issues{} : failure(file, "cannot be written", last_error());
}

Issues write_output_file(const fs::path& file, const std::function<void(std::ostream&)>& write) {
  if (auto issues = check_output_file(file); has_errors(issues)) {
    return issues;
  }
  std::error_code error;
  const fs::path target = real_path(file, error);
  const fs::path aside = target.parent_path() / fmt::format(".{}.{}.new", target.filename().string(), ::getpid());
  fs::create_directories(target.parent_path(), error);
  if (!error) {
    error = write_aside(aside, write);
  }
  if (!error) {
    fs::rename(aside, target, error);
  }
  if (error) {
    std::error_code ignored;
    fs::remove(aside, ignored);
    return failure(file, "cannot be written", error);
  }
  return {};
}

}  // namespace gigaplan::io
