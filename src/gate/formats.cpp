#include "gate/formats.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/issue.hpp"

namespace gigaplan::gate {
namespace {

constexpr std::size_t shown_breaches = 10;

std::string escaped(const std::string& text, const std::vector<std::pair<char, const char*>>& with) {
  std::string result;
  for (const char c : text) {
    const auto found = std::ranges::find(with, c, [](const auto& pair) { return pair.first; });
    result += found == with.end() ? std::string(1, c) : found->second;
  }
  return result;
}

/// printable(), but for the ends of lines.
std::string prose(const std::string& text) {
  std::string result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    result += printable(text.substr(begin, end - begin)) + (end < text.size() ? "\n" : "");
    begin = end + 1;
  }
  return result;
}

/// XML 1.0 has no place for control characters, not even escaped: printable() shows them.
std::string xml(const std::string& text) {
  return escaped(printable(text), {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&apos;"}});
}

std::string cell(const std::string& text) {
  return escaped(printable(text), {{'|', "\\|"},
                                   {'<', "&lt;"},
                                   {'>', "&gt;"},
                                   {'&', "&amp;"},
                                   {'`', "\\`"},
                                   {'\\', "\\\\"},
                                   {'[', "\\["},
                                   {'*', "\\*"}});
}

std::string line(const Breach& breach) {
  return breach.label.empty() ? breach.message : fmt::format("{}: {}", breach.label, breach.message);
}

/// The first few, and how many more there are.
std::vector<std::string> lines(const Verdict& verdict) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < std::min(verdict.breaches.size(), shown_breaches); ++i) {
    result.push_back(line(verdict.breaches[i]));
  }
  if (verdict.breaches.size() > shown_breaches) {
    result.push_back(fmt::format("and {} more", verdict.breaches.size() - shown_breaches));
  }
  return result;
}

const char* word(const Verdict& verdict) {
  return verdict.breaches.empty() ? "holds" : verdict.warning ? "warning" : "broken";
}

std::string share(const Verdict& verdict) {
  return verdict.breaches.empty() ? fmt::format("{} of {} runs", verdict.checked, verdict.checked)
                                  : fmt::format("{} of {} runs break it", verdict.breaches.size(),
                                                std::max<std::uint64_t>(verdict.checked, verdict.breaches.size()));
}

}  // namespace

std::string junit_xml(const std::vector<Verdict>& verdicts, const std::string& suite) {
  const auto failed = std::ranges::count_if(verdicts, &Verdict::failed);
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{0}\" failures=\"{1}\">\n  <testsuite "
      "name=\"{2}\" "
      "tests=\"{0}\" failures=\"{1}\" errors=\"0\" skipped=\"0\">\n",
      verdicts.size(), failed, xml(suite));
  for (const Verdict& verdict : verdicts) {
    text += fmt::format(R"(    <testcase classname="{}" name="{}")", xml(suite), xml(verdict.name));
    if (verdict.breaches.empty()) {
      text += "/>\n";
      continue;
    }
    std::string body = verdict.why.empty() ? "" : prose(verdict.why) + "\n";
    for (const Breach& breach : verdict.breaches) {
      body += printable(line(breach)) + "\n";
    }
    const std::string escaped_body = escaped(body, {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}});
    text += verdict.warning ? fmt::format(">\n      <system-out>{}</system-out>\n    </testcase>\n", escaped_body)
                            : fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                                          xml(share(verdict)), escaped_body);
  }
  return text + "  </testsuite>\n</testsuites>\n";
}

std::string markdown(const std::vector<Verdict>& verdicts, const std::string& title) {
  const auto failed = std::ranges::count_if(verdicts, &Verdict::failed);
  std::string text = fmt::format("### {}: {}\n\n| rule | | runs |\n|---|---|---|\n", cell(title),
                                 failed == 0 ? "all rules hold" : fmt::format("{} broken", failed));
  for (const Verdict& verdict : verdicts) {
    text += fmt::format("| {} | {} | {} |\n", cell(verdict.name), word(verdict), share(verdict));
  }
  for (const Verdict& verdict : verdicts) {
    if (verdict.breaches.empty()) {
      continue;
    }
    text += fmt::format("\n**{}**{}\n\n", cell(verdict.name), verdict.why.empty() ? "" : ": " + cell(verdict.why));
    for (const std::string& each : lines(verdict)) {
      text += fmt::format("- {}\n", cell(each));
    }
  }
  return text;
}

std::string github_annotations(const std::vector<Verdict>& verdicts) {
  const auto data = [](const std::string& s) { return escaped(s, {{'%', "%25"}, {'\n', "%0A"}}); };
  const auto property = [](const std::string& s) {
    return escaped(printable(s), {{'%', "%25"}, {':', "%3A"}, {',', "%2C"}});
  };
  std::string text;
  for (const Verdict& verdict : verdicts) {
    if (verdict.breaches.empty()) {
      continue;
    }
    std::string message = prose(verdict.why);
    for (const std::string& each : lines(verdict)) {
      message += (message.empty() ? "" : "\n") + printable(each);
    }
    text += fmt::format("::{} title={}::{}\n", verdict.warning ? "warning" : "error", property(verdict.name),
                        data(message));
  }
  return text;
}

std::string plain_text(const std::vector<Verdict>& verdicts) {
  std::string text;
  for (const Verdict& verdict : verdicts) {
    text += fmt::format("{:<8} {} ({})\n", word(verdict), printable(verdict.name), share(verdict));
    if (!verdict.breaches.empty() && !verdict.why.empty()) {
      text += fmt::format("           {}\n", printable(verdict.why));
    }
    for (const std::string& each : verdict.breaches.empty() ? std::vector<std::string>() : lines(verdict)) {
      text += fmt::format("         - {}\n", printable(each));
    }
  }
  return text;
}

}  // namespace gigaplan::gate
