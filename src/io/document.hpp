// Which file holds each value of a merged document?
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/issue.hpp"
#include "io/parse.hpp"

namespace gigaplan::io {

/// A file (or the command line) that values come from.
struct Source {
  enum class Kind { scenario, catalogue, command_line, attached };  ///< attached: io/attach.hpp
  std::string name;                                                 ///< as messages show it
  Kind kind = Kind::scenario;
  std::map<std::string, std::string> places{};  ///< of items, if the file is not JSON: "/links/3" -> "line 12"
};

struct Origin {
  std::shared_ptr<const Source> source;
  std::string pointer;  ///< into that source
};

/// A JSON value and where its parts were written. Items of lists have no origin of their own (a patch replaces a list
/// as a whole), unless `--set` put them there.
struct Document {
  Json value;
  std::map<std::string, Origin> origins;  ///< by pointer into `value`
};

/// A document whose every part comes from one source.
[[nodiscard]] Document document_of(Json value, const std::shared_ptr<const Source>& source);

/// Where the value at `pointer` was written; a value that was not written lies where its parent does.
[[nodiscard]] Origin origin_of(const Document& document, const std::string& pointer);

/// What to call that place in a message: the pointer, unless the file is not JSON.
[[nodiscard]] std::string place_of(const Origin& origin);

/// An error about the value at `pointer`, with file and pointer of its origin.
[[nodiscard]] Issue issue_at(const Document& document, const std::string& pointer, std::string message,
                             std::string remedy);

/// Puts `part` at `pointer`, which must exist, and forgets what was there.
void embed(Document& whole, const std::string& pointer, Document part);

/// The part at `pointer` as a document of its own.
[[nodiscard]] Document extract(const Document& whole, const std::string& pointer);

/// Notes that `pointer` was written in `origin`, and forgets what was known of the values below it.
void set_origin(Document& document, const std::string& pointer, Origin origin);
void forget_origins(Document& document, const std::string& pointer);

/// JSON Merge Patch (RFC 7386), with three additions. Citations follow their figures: a figure that the patch changes
/// loses the citation it had, and the patch's citations join those that remain. A null with nothing to remove is an
/// issue, since it is a slip. An object with "extends" stands for itself: it replaces and is not merged.
void merge(Document& target, const Document& patch, Issues& issues);

/// Takes the figure at `pointer` out of the citations of the objects around it.
void drop_citations(Json& root, const std::string& pointer);

}  // namespace gigaplan::io
