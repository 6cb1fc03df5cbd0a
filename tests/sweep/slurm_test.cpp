// Does a job's script reach the shell with every word as it was?
#include "sweep/slurm.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "temporary.hpp"

using namespace gigaplan::sweep;

namespace {

const std::vector<std::string> hostile = {"",
                                          "a b",
                                          "it's",
                                          "$(touch pwned)",
                                          "`touch pwned`",
                                          "; exit 3",
                                          "\"quoted\"",
                                          "two\nlines",
                                          "back\\slash",
                                          "$HOME",
                                          "*",
                                          "-n",
                                          "--set=/a={1}",
                                          "'",
                                          "''",
                                          "!history",
                                          "tab\there",
                                          "# no comment",
                                          "a && b || c",
                                          "\xC3\xA4{x,y}"};

/// Prints what it is called with, each word ended by a NUL, into <folder>/words.
std::filesystem::path echo(const temporary::Folder& folder, const std::string& name) {
  const auto program = folder.write(name, "#!/bin/bash\nprintf '%s\\0' \"$@\" > \"$WORDS\"\n");
  ::chmod(program.c_str(), 0755);
  return program;
}

std::vector<std::string> words(const std::filesystem::path& file) {
  std::vector<std::string> all;
  std::string word;
  for (const char c : temporary::content(file)) {
    if (c == '\0') {
      all.push_back(std::exchange(word, ""));
    } else {
      word += c;
    }
  }
  return all;
}

int shell(const std::string& command) {
  return std::system(command.c_str());  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace

TEST_CASE("hostile words and paths reach the program as they are, and nothing of them is run") {
  const temporary::Folder folder;
  SlurmJob job{.name = "x",
               .program = echo(folder, "it's a \"program\"; $(touch pwned)"),
               .folder = folder.path() / "out put'$(touch pwned)",
               .sweep_words = hostile,
               .shards = 8};
  const auto script = folder.write("shard.sh", shard_script(job));
  const std::string in = "cd '" + folder.path().string() + "' && ";
  CHECK(shell(in + "bash -n shard.sh") == 0);
  CHECK(shell(in + "SLURM_ARRAY_TASK_ID=3 WORDS=words bash shard.sh") == 0);
  std::vector<std::string> expected = {"sweep"};
  expected.insert(expected.end(), hostile.begin(), hostile.end());
  for (const std::string& word : {std::string("--out"), job.folder.string(), std::string("--shard"), std::string("3/8"),
                                  std::string("--resume"), std::string("-j"), std::string("1")}) {
    expected.push_back(word);
  }
  CHECK(words(folder.path() / "words") == expected);
  CHECK(shell(in + "SLURM_ARRAY_TASK_ID=3 SLURM_CPUS_PER_TASK=16 WORDS=words bash shard.sh") == 0);
  CHECK(words(folder.path() / "words").back() == "16");
  CHECK_FALSE(std::filesystem::exists(folder.path() / "pwned"));
}

TEST_CASE("a script is bash's, and ends as the program does") {
  const temporary::Folder folder;
  const auto script = shard_script({.name = "x", .program = "/bin/false", .folder = "out", .sweep_words = {}});
  CHECK(script.starts_with("#!/bin/bash\n"));
  CHECK(shell("bash '" + folder.write("s.sh", script).string() + "'") != 0);
}

TEST_CASE("what sbatch says is told, and so is that there is none") {
  const temporary::Folder folder;
  const std::string path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe)
  const SlurmJob job{.name = "x", .program = "/bin/true", .folder = folder.path() / "out", .sweep_words = {}};
  const auto with = [&](const std::string& script) {
    if (!script.empty()) {
      ::chmod(folder.write("bin/sbatch", "#!/bin/bash\n" + script).c_str(), 0755);
    }
    ::setenv("PATH", (folder.path() / "bin").c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    std::string said;
    try {
      const Submitted submitted = submit(job);
      said = submitted.array_id + " " + submitted.merge_id;
    } catch (const std::runtime_error& e) {
      said = e.what();
    }
    ::setenv("PATH", path.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    return said;
  };
  CHECK(with("").find("sbatch cannot be started") != std::string::npos);
  CHECK(with("echo 'invalid partition' >&2; exit 1\n") == "sbatch failed: invalid partition");
  CHECK(with("echo Submitted batch job 7\n").find("sbatch printed no job's number") != std::string::npos);
  CHECK(with("echo warning: x; echo '42;cluster'\n") == "42 42");
}
