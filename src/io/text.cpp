#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gigaplan::io {
namespace {

/// Bytes of the UTF-8 character that starts at `at`; 0 if it is none.
std::size_t character_length(const std::string& text, std::size_t at) {
  const auto byte = [&](std::size_t k) -> unsigned {
    return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0U;
  };
  const auto follows = [&](std::size_t k, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(k) >= low && byte(k) <= high;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    return follows(1) ? 2 : 0;
  }
  if (lead >= 0xE0 && lead <= 0xEF) {  // no overlong forms, no surrogates
    return follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {  // no overlong forms, nothing beyond U+10FFFF
    return follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    d[i][0] = i;
  }
  for (std::size_t j = 0; j <= b.size(); ++j) {
    d[0][j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

std::optional<std::string> closest(const std::string& word, const std::vector<std::string>& candidates) {
  constexpr std::size_t longest_key = 80;  // a longer word is no slip of the pen, and the table would be large
  if (word.empty() || word.size() > longest_key) {
    return std::nullopt;
  }
  std::optional<std::string> best;
  std::size_t best_distance = word.size() <= 4 ? 2 : 3;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    const bool likelier = best && distance == best_distance && candidate.size() == word.size() &&
                          best->size() != word.size();  // "nodez" for nodes, not for node
    if (distance < best_distance || likelier) {
      best_distance = distance;
      best = candidate;
    }
  }
  if (!best && word.size() >= 3) {
    const auto starts = std::ranges::find_if(candidates, [&](const std::string& candidate) {
      return candidate.starts_with(word) || (candidate.size() >= 3 && word.starts_with(candidate));
    });
    if (starts != candidates.end()) {
      best = *starts;
    }
  }
  for (const std::string& candidate : candidates) {  // "carbn" for carbon_g_per_kwh
    for (auto end = candidate.find('_'); !best && word.size() > 4 && end != std::string::npos;
         end = candidate.find('_', end + 1)) {
      best = edit_distance(word, candidate.substr(0, end)) <= 1 ? std::optional(candidate) : std::nullopt;
    }
  }
  return best;
}

std::string list_of(const std::vector<std::string>& names, std::size_t limit) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i == limit) {
      return text + fmt::format(", ... ({} in all)", names.size());
    }
    if (i > 0) {
      text += i + 1 == names.size() ? " or " : ", ";
    }
    text += names[i];
  }
  return text;
}

std::string shortened(const std::string& text, std::size_t limit) {
  if (text.size() <= limit) {
    return text;
  }
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return text.substr(0, end) + "...";
}

std::string show(double value) {
  constexpr double exact_integers = 9'007'199'254'740'992.0;  // 2^53
  if (std::abs(value) < 1e15 && std::abs(value) < exact_integers && value == std::trunc(value)) {
    return fmt::format("{:.0f}", value);
  }
  return fmt::format("{}", value);
}

std::optional<std::vector<std::string>> pointer_tokens(const std::string& pointer) {
  std::vector<std::string> tokens;
  if (pointer.empty()) {
    return tokens;
  }
  if (pointer.front() != '/') {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      tokens.emplace_back();
    } else if (pointer[i] == '~') {
      const char next = i + 1 < pointer.size() ? pointer[i + 1] : '\0';
      if (next != '0' && next != '1') {
        return std::nullopt;
      }
      tokens.back() += next == '0' ? '~' : '/';
      ++i;
    } else {
      tokens.back() += pointer[i];
    }
  }
  return tokens;
}

std::optional<std::size_t> first_non_utf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = character_length(text, i);
    if (length == 0) {
      return i;
    }
    i += length;
  }
  return std::nullopt;
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(text);
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

}  // namespace gigaplan::io
