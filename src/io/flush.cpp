#include "io/flush.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace gigaplan::io {

std::error_code last_error() {
  return {errno, std::generic_category()};
}

std::error_code flush(const std::filesystem::path& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0) {
    return last_error();
  }
  const std::error_code error = ::fsync(fd) == 0 ? std::error_code{} : last_error();
  ::close(fd);
  return error;
}

}  // namespace gigaplan::io
