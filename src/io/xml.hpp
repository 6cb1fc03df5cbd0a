// Where in an XML file is an element, and is it well formed?
#pragma once

#include <cstddef>
#include <optional>
#include <pugixml.hpp>
#include <string>

#include "base/issue.hpp"

namespace gigaplan::io {

/// An XML file in memory, and what is wrong with it. Document types are passed over: no entity is expanded, nothing is
/// fetched. Neither parser nor destructor recurses.
class XmlFile {
 public:
  /// \param text UTF-8; must outlive this \param name of the file, for issues
  XmlFile(const std::string& text, std::string name) : text_(text), name_(std::move(name)) {}

  /// False if it is no XML (an issue says why), or has more tags and attributes than a file of ours needs.
  bool parse();
  [[nodiscard]] pugi::xml_node root() const { return document_.document_element(); }

  /// `line 12, node "l0"`. Quick if asked for in the order of the file.
  [[nodiscard]] std::string place(const pugi::xml_node& node);

  /// None if the attribute is not there, or is no text; the latter is told, and the former if it is required.
  std::optional<std::string> attribute(const pugi::xml_node& node, const char* key, bool required = false);

  void error(const pugi::xml_node& node, std::string message, std::string remedy);
  void warn(const pugi::xml_node& node, std::string message, std::string remedy);
  /// After that many nobody reads on.
  [[nodiscard]] bool enough() const { return issues_.size() >= issue_limit; }
  [[nodiscard]] bool has_errors() const { return gigaplan::has_errors(issues_); }
  [[nodiscard]] Issues take_issues() { return std::move(issues_); }

 private:
  static constexpr std::size_t issue_limit = 100;

  bool refuse(std::string place, std::string message, std::string remedy);
  std::size_t line_at(std::ptrdiff_t offset);

  const std::string& text_;
  std::string name_;
  pugi::xml_document document_;
  Issues issues_;
  std::ptrdiff_t seen_ = 0;  ///< offset up to which lines are counted
  std::size_t line_ = 1;
};

/// Text in quotes for a message. What XML's character references make need not be Unicode.
[[nodiscard]] std::string in_quotes(const std::string& text);

}  // namespace gigaplan::io
