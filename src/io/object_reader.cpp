#include "io/object_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "io/files.hpp"

namespace gigaplan::io {

ObjectReader::ObjectReader(const Json& value, std::string pointer) : value_(value), pointer_(std::move(pointer)) {
  if (!value_.is_object()) throw Malformed(pointer_, "expected an object, got " + show_value(value_));
}

std::string ObjectReader::text(const char* key, const char* otherwise) const {
  const Json* found = find(key, otherwise != nullptr);
  if (found == nullptr) return otherwise;
  if (!found->is_string()) throw wrong(key, "a text", *found);
  return found->get<std::string>();
}

double ObjectReader::number(const char* key) const {
  const Json* found = find(key, false);
  if (!found->is_number()) throw wrong(key, "a number", *found);
  return found->get<double>();
}

bool ObjectReader::flag(const char* key, bool otherwise) const {
  const Json* found = find(key, true);
  if (found == nullptr) return otherwise;
  if (!found->is_boolean()) throw wrong(key, "true or false", *found);
  return found->get<bool>();
}

ObjectReader ObjectReader::object(const char* key) const {
  return {*find(key, false), at(key)};
}

const Json& ObjectReader::list(const char* key) const {
  const Json* found = find(key, false);
  if (!found->is_array()) throw wrong(key, "a list", *found);
  return *found;
}

std::vector<std::string> ObjectReader::texts(const char* key) const {
  std::vector<std::string> all;
  for (const Json& item : list(key)) {
    if (!item.is_string() || item.get_ref<const std::string&>().empty()) throw wrong(key, "a list of names", item);
    all.push_back(item.get<std::string>());
  }
  if (all.empty()) throw Malformed(at(key), "names nothing");
  return all;
}

const Json* ObjectReader::find(const char* key, bool optional) const {
  const auto found = value_.find(key);
  if (found != value_.end()) return &*found;
  if (!optional) throw Malformed(pointer_, fmt::format("\"{}\" is missing", key));
  return nullptr;
}

Malformed ObjectReader::wrong(const char* key, const char* expected, const Json& got) const {
  return {at(key), fmt::format("expected {}, got {}", expected, show_value(got))};
}

Issues read_object_file(const std::filesystem::path& file, const std::string& format, const std::string& remedy,
                        const std::function<void(const ObjectReader&, const Complain&)>& use) {
  auto read = read_text(file);
  Issues issues = std::move(read.issues);
  if (has_errors(issues)) return issues;
  const auto parsed = parse_json(read.text, file.string());
  issues.insert(issues.end(), parsed.issues.begin(), parsed.issues.end());
  if (!parsed.complete || has_errors(issues)) return issues;
  const Complain complain = [&](const Malformed& e) {
    issues.push_back({Severity::error, file.string(), e.pointer, e.what(), remedy});
  };
  try {
    const ObjectReader whole(parsed.value, "");
    if (whole.text("format") != format) throw Malformed("/format", fmt::format("expected \"{}\"", format));
    use(whole, complain);
  } catch (const Malformed& e) {
    complain(e);
  }
  return issues;
}

}  // namespace gigaplan::io
