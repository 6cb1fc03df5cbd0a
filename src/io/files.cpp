#include "io/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "io/text.hpp"

namespace gigaplan::io {
namespace {

namespace fs = std::filesystem;

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

Issue issue_of(const fs::path& file, std::string message, std::string remedy) {
  return {.file = file.string(), .message = std::move(message), .remedy = std::move(remedy)};
}

std::string reason(int error) {
  return std::strerror(error);  // NOLINT(concurrency-mt-unsafe): the message is copied at once
}

std::size_t line_of(const std::string& text, std::size_t offset) {
  std::size_t line = 1;
  for (std::size_t i = 0; i < offset; ++i) {
    line += text[i] == '\n' ? 1 : 0;
  }
  return line;
}

/// What is wrong with the text as such.
Issues check_text(const fs::path& file, const std::string& text) {
  if (const auto bad = first_non_utf8(text)) {
    return {issue_of(
        file,
        fmt::format("line {} is not UTF-8: byte 0x{:02X}", line_of(text, *bad), static_cast<unsigned char>(text[*bad])),
        "save the file as UTF-8")};
  }
  if (const auto nul = text.find('\0'); nul != std::string::npos) {
    return {issue_of(file, fmt::format("line {} holds a NUL byte", line_of(text, nul)),
                     "this is no text file; is it the right file?")};
  }
  return {};
}

/// Reads up to limit + 1 bytes, so that a file that grows meanwhile (or a pipe) is caught too.
int read_all(int fd, std::uintmax_t limit, std::string& text) {
  constexpr std::size_t chunk = 1U << 16U;
  while (text.size() <= limit) {
    const std::size_t before = text.size();
    text.resize(before + chunk);
    const ssize_t got = ::read(fd, text.data() + before, chunk);
    text.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got < 0 && errno != EINTR) {
      return errno;
    }
    if (got == 0) {
      break;
    }
  }
  return 0;
}

FileText failed(Issue issue) {
  return {.text = {}, .issues = {std::move(issue)}};
}

}  // namespace

std::string read_bytes(const fs::path& file, std::uintmax_t limit) {
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  const bool read = fd.get() >= 0 && read_all(fd.get(), limit, text) == 0 && text.size() <= limit;
  return read ? text : std::string();
}

std::string first_bytes(const fs::path& file, std::size_t count) {
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text(count, '\0');
  const ssize_t got = fd.get() >= 0 ? ::read(fd.get(), text.data(), count) : 0;
  text.resize(static_cast<std::size_t>(got > 0 ? got : 0));
  return text;
}

FileText read_text(const fs::path& file, std::uintmax_t limit) {
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) {
    const int error = errno;
    if (error == ENOENT || error == ENOTDIR) {
      return failed(issue_of(file, "no such file", "check the path"));
    }
    return failed(
        issue_of(file, fmt::format("cannot be read: {}", reason(error)), "check the path and its permissions"));
  }
  struct stat info = {};
  if (::fstat(fd.get(), &info) == 0 && S_ISDIR(info.st_mode)) {
    return failed(issue_of(file, "is a directory", "name a file in it"));
  }
  const std::string too_large = fmt::format("is larger than {} MB", limit / 1'000'000);
  const std::string too_large_remedy = "such files have kilobytes; is this the right file?";
  if (S_ISREG(info.st_mode) && static_cast<std::uintmax_t>(info.st_size) > limit) {
    return failed(issue_of(file, fmt::format("{} ({} MB)", too_large, info.st_size / 1'000'000), too_large_remedy));
  }
  FileText result;
  if (const int error = read_all(fd.get(), limit, result.text); error != 0) {
    return failed(issue_of(file, fmt::format("cannot be read: {}", reason(error)), "name a regular file"));
  }
  if (result.text.size() > limit) {
    return failed(issue_of(file, too_large, too_large_remedy));
  }
  if (result.text.starts_with("\xEF\xBB\xBF")) {
    result.text.erase(0, 3);  // a byte-order mark, as some editors write it
  }
  result.issues = check_text(file, result.text);
  if (!result.issues.empty()) {
    result.text.clear();
  }
  return result;
}

}  // namespace gigaplan::io
