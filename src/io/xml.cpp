#include "io/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "io/parse.hpp"
#include "io/text.hpp"

namespace gigaplan::io {
namespace {

/// Tags and attributes; what has as many values as a scenario may have needs fewer. Each takes up to 64 bytes.
constexpr std::ptrdiff_t markup_limit = 4 * static_cast<std::ptrdiff_t>(value_limit);
constexpr const char* space = " \t\r\n";

}  // namespace

std::string in_quotes(const std::string& text) {
  return first_non_utf8(text) ? std::string("what is not Unicode") : fmt::format("\"{}\"", shortened(text));
}

bool XmlFile::parse() {
  const std::size_t first = text_.find_first_not_of(space);
  if (first == std::string::npos) {
    return refuse("", "the file is empty", "is this the right file?");
  }
  if (text_[first] != '<' || text_[text_.find_last_not_of(space)] != '>') {
    return refuse("", "this is not XML",
                  "XML begins with < and ends with >; was the file cut off, or is it another one?");
  }
  if (std::ranges::count_if(text_, [](char c) { return c == '<' || c == '='; }) > markup_limit) {
    return refuse("", fmt::format("holds more than {} tags and attributes", markup_limit), "is this the right file?");
  }
  const auto result = document_.load_buffer(text_.data(), text_.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!result) {
    const auto at = std::clamp<std::ptrdiff_t>(result.offset, 0, std::ssize(text_));
    return refuse(fmt::format("line {}", line_at(at)), fmt::format("this is not XML: {}", result.description()),
                  "close every tag, and put attributes in quotes");
  }
  if (const pugi::xml_node next = root().next_sibling()) {
    return refuse(place(next), "something follows the end", "XML has one element that holds all others");
  }
  return true;
}

bool XmlFile::refuse(std::string place, std::string message, std::string remedy) {
  issues_.push_back(
      {.file = name_, .pointer = std::move(place), .message = std::move(message), .remedy = std::move(remedy)});
  return false;
}

std::size_t XmlFile::line_at(std::ptrdiff_t offset) {
  if (offset < seen_) {
    seen_ = 0;
    line_ = 1;
  }
  line_ += static_cast<std::size_t>(std::count(text_.begin() + seen_, text_.begin() + offset, '\n'));
  seen_ = offset;
  return line_;
}

std::string XmlFile::place(const pugi::xml_node& node) {
  const std::string line =
      fmt::format("line {}", line_at(std::clamp<std::ptrdiff_t>(node.offset_debug(), 0, std::ssize(text_))));
  if (node.type() != pugi::node_element) {
    return line;
  }
  const std::string tag = shortened(node.name());
  if (const auto id = node.attribute("id")) {
    return fmt::format("{}, {} {}", line, tag, in_quotes(id.value()));
  }
  if (const auto from = node.attribute("source")) {
    return fmt::format("{}, {} {} - {}", line, tag, in_quotes(from.value()),
                       in_quotes(node.attribute("target").value()));
  }
  return fmt::format("{}, {}", line, tag);
}

std::optional<std::string> XmlFile::attribute(const pugi::xml_node& node, const char* key, bool required) {
  const auto found = node.attribute(key);
  if (!found) {
    if (required) {
      error(node, fmt::format("has no {}", key), fmt::format("write {}=\"...\"", key));
    }
    return std::nullopt;
  }
  for (auto next = found.next_attribute(); next; next = next.next_attribute()) {
    if (std::string(next.name()) == key) {
      error(node, fmt::format("has {} twice", key), "remove one of them");
      return std::nullopt;
    }
  }
  if (first_non_utf8(found.value())) {
    error(node, fmt::format("its {} has a character that is not in Unicode", key), "mend the &#...; in it");
    return std::nullopt;
  }
  return found.value();
}

void XmlFile::error(const pugi::xml_node& node, std::string message, std::string remedy) {
  if (!enough()) {
    refuse(place(node), std::move(message), std::move(remedy));
  }
}

void XmlFile::warn(const pugi::xml_node& node, std::string message, std::string remedy) {
  if (!enough()) {
    refuse(place(node), std::move(message), std::move(remedy));
    issues_.back().severity = Severity::warning;
  }
}

}  // namespace gigaplan::io
