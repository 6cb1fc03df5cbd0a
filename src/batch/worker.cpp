#include "batch/worker.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <utility>

namespace gigaplan::batch {
namespace {

constexpr int place = 3;  ///< of a worker's socket, behind the standard streams; nothing else stays open

struct Header {
  Message kind;
  std::uint64_t bytes;
};

void send_all(int socket, const void* data, std::size_t size) {
  const auto* at = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t sent = ::send(socket, at, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent <= 0) {
      ::_exit(1);  // the batch is gone: nobody is left to tell
    }
    at += sent;
    size -= static_cast<std::size_t>(sent);
  }
}

void send_message(int socket, Message kind, std::string_view text) {
  const Header header{kind, text.size()};
  send_all(socket, &header, sizeof header);
  send_all(socket, text.data(), text.size());
}

bool ask(int socket, std::string_view key) {
  send_message(socket, Message::key, key);
  char go = 0;
  ssize_t got = 0;
  do {
    got = ::recv(socket, &go, 1, 0);
  } while (got < 0 && errno == EINTR);
  if (got != 1) {
    ::_exit(1);
  }
  return go == 1;
}

#if defined(__SANITIZE_ADDRESS__)
constexpr bool memory_can_be_limited = false;  // its shadow takes terabytes of address space
#else
constexpr bool memory_can_be_limited = true;
#endif

/// Own process group, so that it can be killed with all that it starts and a Ctrl-C reaches the batch alone; dies with
/// the batch; holds none of its files and locks.
void settle(int socket, pid_t batch, const Limits& limits) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != batch) {
    ::_exit(1);  // it died before we asked to be told
  }
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE}) {
    ::signal(signal, SIG_DFL);
  }
  if (socket != place) {
    ::dup2(socket, place);
  }
  ::close_range(place + 1, ~0U, 0);
  ::fcntl(place, F_SETFD, FD_CLOEXEC);
  if (memory_can_be_limited && limits.memory_byte) {
    const auto bytes = static_cast<rlim_t>(*limits.memory_byte);
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_AS, &limit);
  }
}

/// Called where memory is asked for and there is none, also deep in a simulation that an exception would abort.
void no_memory_left() {
  send_message(place, Message::no_memory, "");
  ::_exit(1);
}

/// A run lives for a moment: its heap grows in few large steps and is not given back on the way, large blocks included,
/// which would else be mapped, and each of their pages made anew, whenever they are asked for.
constexpr int heap_step = 4 << 20;  // bytes

[[noreturn]] void live(int socket, pid_t batch, std::uint64_t run, const Work& work, const Limits& limits) {
  settle(socket, batch, limits);
  std::set_new_handler(no_memory_left);
  ::mallopt(M_TOP_PAD, heap_step);
  ::mallopt(M_TRIM_THRESHOLD, 64 * heap_step);
  ::mallopt(M_MMAP_THRESHOLD, 8 * heap_step);  // the most that glibc takes
  try {
    const auto output = work(run, [](std::string_view key) { return ask(place, key); });
    send_message(place, Message::output, output);
  } catch (const std::bad_alloc&) {
    send_message(place, Message::no_memory, "");
  } catch (const std::exception& e) {
    const bool memory = std::strstr(e.what(), "bad_alloc") != nullptr;  // told by a simulation's own process
    send_message(place, memory ? Message::no_memory : Message::exception, e.what());
  } catch (...) {
    send_message(place, Message::exception, "an exception of unknown type");
  }
  ::_exit(0);  // no destructors and no at-exit code: they belong to the batch
}

}  // namespace

Worker::Worker(std::uint64_t run, const Work& work, const Limits& limits) : run_(run) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw std::runtime_error(fmt::format("cannot make a socket: {}", std::strerror(errno)));
  }
  std::fflush(nullptr);  // or the child would print the parent's buffered text again
  const pid_t batch = ::getpid();
  process_ = ::fork();
  if (process_ < 0) {
    const int error = errno;
    ::close(ends[0]);
    ::close(ends[1]);
    throw std::runtime_error(fmt::format("cannot start a process: {}", std::strerror(error)));
  }
  if (process_ == 0) {
    ::close(ends[0]);
    live(ends[1], batch, run, work, limits);
  }
  ::setpgid(process_, process_);  // here too: whoever comes first
  ::close(ends[1]);
  socket_ = ends[0];
}

Worker::Worker(Worker&& other) noexcept
    : run_(other.run_),
      process_(std::exchange(other.process_, -1)),
      socket_(std::exchange(other.socket_, -1)),
      started_(other.started_),
      inbox_(std::move(other.inbox_)),
      key_(std::move(other.key_)),
      output_(std::move(other.output_)),
      exception_(std::move(other.exception_)),
      asked_(other.asked_),
      refused_(other.refused_),
      has_output_(other.has_output_),
      has_exception_(other.has_exception_),
      no_memory_(other.no_memory_),
      closed_(other.closed_) {}

Worker::~Worker() {
  if (socket_ >= 0) {
    ::close(socket_);
  }
}

void Worker::receive() {
  std::array<char, 1U << 16U> buffer{};
  while (!closed_) {
    const ssize_t got = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0) {
      inbox_.append(buffer.data(), static_cast<std::size_t>(got));
      take_messages();
    } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
      closed_ = true;
    } else if (errno == EAGAIN) {
      return;
    }
  }
}

bool Worker::dead() const {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

void Worker::take_messages() {
  Header header{};
  while (inbox_.size() >= sizeof header) {
    std::memcpy(&header, inbox_.data(), sizeof header);
    if (inbox_.size() < sizeof header + header.bytes) {
      return;
    }
    std::string text = inbox_.substr(sizeof header, header.bytes);
    inbox_.erase(0, sizeof header + header.bytes);
    switch (header.kind) {
      case Message::key:
        key_ = std::move(text);
        asked_ = true;
        break;
      case Message::output:
        output_ = std::move(text);
        has_output_ = true;
        break;
      case Message::exception:
        exception_ = std::move(text);
        has_exception_ = true;
        break;
      case Message::no_memory: no_memory_ = true; break;
    }
  }
}

std::optional<std::string> Worker::claimed() {
  return std::exchange(asked_, false) ? std::optional(key_) : std::nullopt;
}

void Worker::answer(bool go) {
  const char byte = go ? 1 : 0;
  refused_ = !go;
  (void)::send(socket_, &byte, 1, MSG_NOSIGNAL);  // if it has died meanwhile, reap() finds out
}

void Worker::kill() const {
  ::kill(-process_, SIGKILL);
  ::kill(process_, SIGKILL);  // if it has not made its group yet
}

Outcome Worker::reap(bool timed_out) {
  kill();  // what it has started too; a dead worker's status stays what it was
  int status = 0;
  rusage usage{};
  while (::wait4(process_, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  Outcome outcome{.run = run_, .key = key_};
  outcome.wall_s = std::chrono::duration<double>(Clock::now() - started_).count();
  outcome.memory_byte = 1024.0 * static_cast<double>(usage.ru_maxrss);  // Linux counts in KiB
  if (timed_out) {
    outcome.ending = Ending::timeout;
    outcome.reason = "stopped at its time limit";
  } else if (refused_) {
    outcome.ending = Ending::duplicate;
  } else if (no_memory_) {
    outcome.ending = Ending::out_of_memory;
    outcome.reason = "wanted more memory than its limit";
  } else if (has_exception_) {
    outcome.ending = Ending::crashed;
    outcome.reason = std::move(exception_);
  } else if (has_output_) {
    outcome.output = std::move(output_);
  } else {
    outcome.ending = Ending::crashed;
    outcome.reason = WIFSIGNALED(status)
                         ? fmt::format("killed by signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)))
                         : fmt::format("ended without a result (exit status {})", WEXITSTATUS(status));
  }
  return outcome;
}

}  // namespace gigaplan::batch
