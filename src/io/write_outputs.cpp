// How are several files written so that all of them appear, or none?
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "io/files.hpp"
#include "io/flush.hpp"

namespace gigaplan::io {
namespace {

namespace fs = std::filesystem;

/// The stages that one output file goes through.
struct Pending {
  fs::path target, aside, backup;
  bool had_target = false, renamed = false;
};

std::error_code write_file(const fs::path& path, const std::string& content) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (fd < 0) {
    return last_error();
  }
  std::error_code error;
  for (std::size_t done = 0; done < content.size() && !error;) {
    const ssize_t wrote = ::write(fd, content.data() + done, content.size() - done);
    if (wrote >= 0) {
      done += static_cast<std::size_t>(wrote);
    } else if (errno != EINTR) {
      error = last_error();
    }
  }
  if (!error && ::fsync(fd) != 0) {
    error = last_error();
  }
  if (::close(fd) != 0 && !error) {
    error = last_error();
  }
  return error;
}

void ignore_missing_remove(const fs::path& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
}

/// Puts back what was there before, as far as the file system lets us.
void undo(const std::vector<Pending>& files) {
  for (const Pending& p : files) {
    std::error_code ignored;
    if (p.renamed && p.had_target) {
      fs::rename(p.backup, p.target, ignored);
    } else if (p.renamed) {
      fs::remove(p.target, ignored);
    }
    ignore_missing_remove(p.aside);
    ignore_missing_remove(p.backup);
  }
}

/// Keeps a second name for what `target` holds now, so that undo() can bring it back.
std::error_code keep_backup(Pending& p) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(p.target, error);
  if (status.type() == fs::file_type::not_found) {
    return {};
  }
  if (status.type() == fs::file_type::directory) {
    return std::make_error_code(std::errc::is_a_directory);
  }
  error.clear();
  fs::create_hard_link(p.target, p.backup, error);
  if (error) {  // a file system without hard links
    error.clear();
    fs::copy_file(p.target, p.backup, fs::copy_options::overwrite_existing, error);
  }
  p.had_target = !error;
  return error;
}

Issue nothing_written(const fs::path& path, const char* what, const std::error_code& error) {
  return {.file = path.string(),
          .message = fmt::format("{}: {}", what, error.message()),
          .remedy = "nothing was written; choose another folder with --out, or make room there"};
}

Issues write_all(std::vector<Pending>& pending, const std::vector<OutputFile>& files) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (const auto error = write_file(pending[i].aside, files[i].content)) {
      return {nothing_written(pending[i].target, "cannot be written", error)};
    }
    if (const auto error = keep_backup(pending[i])) {
      return {nothing_written(pending[i].target, "cannot be replaced", error)};
    }
  }
  for (Pending& p : pending) {
    std::error_code error;
    fs::rename(p.aside, p.target, error);
    if (error) {
      return {nothing_written(p.target, "cannot be replaced", error)};
    }
    p.renamed = true;
  }
  return {};
}

}  // namespace

Issues check_output_folder(const fs::path& folder) {
  std::error_code error;
  fs::path nearest = fs::absolute(folder, error);
  while (!error && !fs::exists(nearest, error) && nearest != nearest.parent_path()) {
    nearest = nearest.parent_path();
    error.clear();
  }
  if (!error && !fs::is_directory(nearest, error)) {
    error = std::make_error_code(std::errc::not_a_directory);
  }
  if (!error) {  // tried, not asked: where the system makes the files (/proc), permissions say nothing
    std::string probe = (nearest / ".gigaplan.XXXXXX").string();
    if (::mkdtemp(probe.data()) == nullptr) {
      error = last_error();
    } else {
      ::rmdir(probe.c_str());
    }
  }
  return error ? Issues{nothing_written(folder, "nothing can be written there", error)} : Issues{};
}

Issues write_outputs(const fs::path& folder, const std::vector<OutputFile>& files) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || !fs::is_directory(folder)) {
    return {nothing_written(folder, "this folder cannot be made",
                            error ? error : std::make_error_code(std::errc::not_a_directory))};
  }
  std::vector<Pending> pending;
  for (const OutputFile& file : files) {
    const std::string unique = fmt::format(".{}.{}", file.name, ::getpid());
    pending.push_back(
        {.target = folder / file.name, .aside = folder / (unique + ".new"), .backup = folder / (unique + ".old")});
    ignore_missing_remove(pending.back().aside);  // left by a crashed run that had our process id
    ignore_missing_remove(pending.back().backup);
  }
  Issues issues = write_all(pending, files);
  if (has_errors(issues)) {
    undo(pending);
    return issues;
  }
  for (const Pending& p : pending) {
    ignore_missing_remove(p.backup);
  }
  (void)flush(folder, O_RDONLY | O_DIRECTORY);  // some file systems cannot flush a folder; the files are safe already
  return {};
}

}  // namespace gigaplan::io
