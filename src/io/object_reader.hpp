// How is an object of a small file of our own read, with every fault told by its place?
#pragma once

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "io/parse.hpp"

namespace gigaplan::io {

/// A value that is not as its format says. what() is the reason.
struct Malformed : std::runtime_error {
  Malformed(std::string where, const std::string& why) : std::runtime_error(why), pointer(std::move(where)) {}
  std::string pointer;  ///< JSON Pointer into the file
};

/// An object of a file, with the pointer to it. It refers to the value, which has to live longer. All of it throws
/// Malformed.
class ObjectReader {
 public:
  ObjectReader(const Json& value, std::string pointer);
  /// \param otherwise what it is if the key is not there; null: it has to be there
  [[nodiscard]] std::string text(const char* key, const char* otherwise = nullptr) const;
  [[nodiscard]] double number(const char* key) const;
  [[nodiscard]] bool flag(const char* key, bool otherwise) const;
  [[nodiscard]] bool has(const char* key) const { return value_.contains(key); }
  [[nodiscard]] ObjectReader object(const char* key) const;
  [[nodiscard]] const Json& list(const char* key) const;
  /// A list of texts that is not empty and holds none that is.
  [[nodiscard]] std::vector<std::string> texts(const char* key) const;
  [[nodiscard]] const Json& json() const { return value_; }
  [[nodiscard]] const std::string& pointer() const { return pointer_; }
  /// The pointer to a key of it.
  [[nodiscard]] std::string at(const std::string& key) const { return pointer_append(pointer_, key); }

 private:
  [[nodiscard]] const Json* find(const char* key, bool optional) const;
  [[nodiscard]] Malformed wrong(const char* key, const char* expected, const Json& got) const;

  const Json& value_;
  std::string pointer_;
};

/// Takes down what is wrong with a part of a file whose other parts are still read.
using Complain = std::function<void(const Malformed&)>;

/// Reads a file of ours that names its format, and gives its whole object to `use`. Does not throw on bad input:
/// everything found, what `use` throws as Malformed or complains of included, is in the issues with the file's name.
/// \param format e.g. "gigaplan-residuals/1" \param remedy for what is malformed
[[nodiscard]] Issues read_object_file(const std::filesystem::path& file, const std::string& format,
                                      const std::string& remedy,
                                      const std::function<void(const ObjectReader&, const Complain&)>& use);

}  // namespace gigaplan::io
