#include "sweep/slurm.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "io/files.hpp"

extern char** environ;  // NOLINT: POSIX leaves its declaration to us

namespace gigaplan::sweep {
namespace {

/// A word for a shell that takes it as it is.
std::string quoted(const std::string& word) {
  std::string result = "'";
  for (const char c : word) {
    result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return result + "'";
}

std::string job_name(const std::string& name) {
  std::string result = "gigaplan-";
  for (const char c : name.substr(0, 40)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    result += plain ? c : '-';
  }
  return result;
}

/// A path for sbatch's --output, where % begins a pattern.
std::string pattern(const std::filesystem::path& path) {
  std::string result;
  for (const char c : path.string()) {
    result += c == '%' ? "%%" : std::string(1, c);
  }
  return result;
}

/// Runs a program and returns what it prints. \throws std::runtime_error if it fails
std::string output_of(std::vector<std::string> words) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  }
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  pid_t process = 0;
  const int error = ::posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; error == 0 && (got = ::read(ends[0], buffer.data(), buffer.size())) != 0;) {
    if (got > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      break;
    }
  }
  ::close(ends[0]);
  if (error != 0) {
    throw std::runtime_error(fmt::format("{} cannot be started: {}; is this a machine that submits to Slurm?", words[0],
                                         std::strerror(error)));
  }
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  text.erase(text.find_last_not_of(" \n") + 1);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw std::runtime_error(fmt::format("{} failed: {}", words[0], text));
  }
  return text;
}

/// sbatch --parsable prints "<id>", or "<id>;<cluster>", after whatever warnings.
std::string submit_script(const std::vector<std::string>& options, const std::filesystem::path& script) {
  std::vector<std::string> words = {"sbatch", "--parsable"};
  words.insert(words.end(), options.begin(), options.end());
  words.push_back(script.string());
  const std::string said = output_of(words);
  std::string last = said.substr(said.find_last_of('\n') + 1);
  last.erase(std::min(last.find(';'), last.size()));
  if (last.empty() || last.find_first_not_of("0123456789") != std::string::npos) {
    throw std::runtime_error(fmt::format("sbatch printed no job's number: {}", said));
  }
  return last;
}

std::string merge_script(const SlurmJob& job) {
  return fmt::format("#!/bin/bash\nexec {} merge {}\n", quoted(job.program.string()), quoted(job.folder.string()));
}

}  // namespace

std::string shard_script(const SlurmJob& job) {
  std::string command = quoted(job.program.string()) + " sweep";
  for (const std::string& word : job.sweep_words) {
    command += " " + quoted(word);
  }
  return fmt::format(
      "#!/bin/bash\nexec {} --out {} --shard \"$SLURM_ARRAY_TASK_ID/{}\" --resume -j "
      "\"${{SLURM_CPUS_PER_TASK:-1}}\"\n",
      command, quoted(job.folder.string()), job.shards);
}

Submitted submit(const SlurmJob& job) {
  const auto folder = job.folder / "slurm";
  const auto issues = io::write_outputs(folder, {{"shard.sh", shard_script(job)}, {"merge.sh", merge_script(job)}});
  if (has_errors(issues)) {
    throw std::runtime_error(to_string(issues.front()));
  }
  const auto with = [&](std::vector<std::string> own) {
    std::vector<std::string> all = job.options;
    all.insert(all.end(), own.begin(), own.end());
    return all;
  };
  Submitted result;
  result.array_id =
      submit_script(with({"--job-name=" + job_name(job.name), "--requeue", fmt::format("--array=1-{}", job.shards),
                          "--output=" + pattern(folder / "") + "shard-%A_%a.log", "--open-mode=append"}),
                    folder / "shard.sh");
  result.merge_id =
      submit_script(with({"--job-name=" + job_name(job.name) + "-merge", "--dependency=afterany:" + result.array_id,
                          "--output=" + pattern(folder / "") + "merge-%j.log"}),
                    folder / "merge.sh");
  return result;
}

}  // namespace gigaplan::sweep
