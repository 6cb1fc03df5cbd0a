#include "sweep/folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <nlohmann/json.hpp>

#include "io/files.hpp"

namespace gigaplan::sweep {
namespace {

namespace fs = std::filesystem;

/// A cell as RFC 4180 has it.
std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string result = "\"";
  for (const char c : text) {
    result += c == '"' ? std::string("\"\"") : std::string(1, c);
  }
  return result + "\"";
}

/// A text without its quotes, nothing for null, anything else as it is.
std::string plain(const std::string& json) {
  if (json == "null") {
    return "";
  }
  return json.starts_with('"') ? cell(nlohmann::json::parse(json).get<std::string>()) : cell(json);
}

std::string host() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "?";
}

}  // namespace

std::optional<Shard> parse_shard(const std::string& text) {
  constexpr std::uint64_t most = 100'000;
  const auto slash = text.find('/');
  Shard shard{0, 0};
  if (slash == std::string::npos) {
    return std::nullopt;
  }
  const auto number = [&](std::size_t from, std::size_t to, std::uint64_t& value) {
    const auto [end, error] = std::from_chars(text.data() + from, text.data() + to, value);
    return error == std::errc() && end == text.data() + to;
  };
  const bool read = number(0, slash, shard.index) && number(slash + 1, text.size(), shard.count);
  return read && shard.index >= 1 && shard.index <= shard.count && shard.count <= most ? std::optional(shard)
                                                                                       : std::nullopt;
}

fs::path shard_folder(const fs::path& folder, const Shard& shard) {
  return shard.whole() ? folder : folder / "shards" / fmt::format("{}-of-{}", shard.index, shard.count);
}

fs::path results_file(const fs::path& folder) {
  return folder / "results.sqlite";
}

std::vector<fs::path> shard_results(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder / "shards", error)) {
    if (fs::is_regular_file(results_file(entry.path()), error)) {
      found.push_back(results_file(entry.path()));
    }
  }
  std::ranges::sort(found);
  return found;
}

FolderLock::FolderLock(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  const fs::path file = folder / "lock";
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) {
    throw StoreError(fmt::format("{}: cannot be written into: {}", folder.string(), std::strerror(errno)));
  }
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 300> text{};
    const ssize_t got = ::pread(descriptor_, text.data(), text.size() - 1, 0);
    ::close(descriptor_);
    std::string holder(text.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    holder.erase(std::min(holder.find('\n'), holder.size()));
    throw StoreError(fmt::format("{}: another gigaplan is at work there ({}); wait for it, or use another --out",
                                 folder.string(), holder.empty() ? "unknown" : holder));
  }
  const std::string text = fmt::format("pid {} on {}\n", ::getpid(), host());
  const bool written = ::ftruncate(descriptor_, 0) == 0 &&
                       ::pwrite(descriptor_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
  (void)written;  // it only helps whoever is refused
}

FolderLock::~FolderLock() {
  ::close(descriptor_);  // and with it the lock; the file stays, or two could lock two files of this name
}

void write_csv(const Store& store, const fs::path& folder) {
  const StoreLayout& layout = store.layout();
  std::string text = "run,status";
  for (const std::string& axis : layout.axes) {
    text += "," + axis;
  }
  text += ",replicate,seed";
  for (const Figure& figure : layout.figures) {
    text += "," + figure.name;
  }
  text += ",scenario_sha256,message\n";
  store.each([&](const Row& row) {
    text += fmt::format("{},{}", row.run, status_name(row.status));
    for (const std::string& value : row.cells) {
      text += "," + plain(value);
    }
    text += fmt::format(",{},{}", row.replicate, row.seed ? std::to_string(*row.seed) : "");
    for (std::size_t i = 0; i < layout.figures.size(); ++i) {
      text += "," + (i < row.figures.size() ? plain(row.figures[i]) : std::string());
    }
    text += fmt::format(",{},{}\n", row.scenario_sha256, cell(row.message));
  });
  const auto issues = io::write_outputs(folder, {{"runs.csv", text}});
  if (has_errors(issues)) {
    throw StoreError(to_string(issues.front()));
  }
}

}  // namespace gigaplan::sweep
