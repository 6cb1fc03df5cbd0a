#include "sim/child.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>

namespace gigaplan::sim {
namespace {

/// A message: its kind, how many bytes follow.
enum class Message : std::uint64_t { progress = 1, result = 2, failure = 3 };
struct Header {
  Message kind;
  std::uint64_t bytes;
};

void write_all(int descriptor, const void* data, std::size_t size) {
  const auto* at = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = ::write(descriptor, at, size);
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      ::_exit(1);  // the parent is gone: nobody is left to tell
    }
    at += written;
    size -= static_cast<std::size_t>(written);
  }
}

bool read_all(int descriptor, void* data, std::size_t size) {
  auto* at = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t got = ::read(descriptor, at, size);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      return false;
    }
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

void send(int descriptor, Message kind, const void* data, std::size_t bytes) {
  const Header header{kind, bytes};
  write_all(descriptor, &header, sizeof header);
  write_all(descriptor, data, bytes);
}

[[noreturn]] void run_child(int out,
                            const std::function<std::vector<double>(const std::function<void(double)>&)>& simulate) {
  try {
    const auto result = simulate([out](double share) { send(out, Message::progress, &share, sizeof share); });
    send(out, Message::result, result.data(), result.size() * sizeof(double));
  } catch (const std::exception& e) {
    send(out, Message::failure, e.what(), std::strlen(e.what()));
  } catch (...) {
    const char* const text = "an exception of unknown type";
    send(out, Message::failure, text, std::strlen(text));
  }
  ::_exit(0);  // no destructors: SimGrid's would run at-exit code of the parent's
}

std::string describe_death(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("the simulation was killed by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
  }
  return fmt::format("the simulation ended without a result (exit status {})", WEXITSTATUS(status));
}

}  // namespace

std::vector<double> run_in_child(
    const std::function<std::vector<double>(const std::function<void(double)>& report)>& simulate,
    const std::function<void(double)>& progress) {
  int ends[2];
  if (::pipe(ends) != 0) {
    throw SimulationFailed(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  }
  std::fflush(nullptr);  // or the child would print the parent's buffered text again
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) {
    ::close(ends[0]);
    ::close(ends[1]);
    throw SimulationFailed(fmt::format("cannot start a process: {}", std::strerror(errno)));
  }
  if (child == 0) {
    ::close(ends[0]);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a simulation that nobody waits for ends
    if (::getppid() != parent) {
      ::_exit(1);
    }
    run_child(ends[1], simulate);
  }
  ::close(ends[1]);

  std::vector<double> result;
  std::string failure;
  bool done = false;
  Header header{};
  while (!done && read_all(ends[0], &header, sizeof header)) {
    if (header.kind == Message::progress) {
      double share = 0;
      done = !read_all(ends[0], &share, sizeof share);
      if (progress) {
        progress(share);
      }
    } else if (header.kind == Message::result) {
      result.resize(header.bytes / sizeof(double));
      done = read_all(ends[0], result.data(), header.bytes);
      failure = done ? "" : "the simulation's result was cut off";
    } else {
      failure.resize(header.bytes);
      done = read_all(ends[0], failure.data(), header.bytes);
    }
  }
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!done) {
    throw SimulationFailed(describe_death(status));
  }
  if (!failure.empty()) {
    throw SimulationFailed(failure);
  }
  return result;
}

}  // namespace gigaplan::sim
