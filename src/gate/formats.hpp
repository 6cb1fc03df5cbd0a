// How do build servers and people read verdicts?
#pragma once

#include <string>
#include <vector>

#include "gate/check.hpp"

namespace gigaplan::gate {

/// JUnit XML as Jenkins, GitLab and others read it: a test case a rule; a broken one has a failure with its runs.
[[nodiscard]] std::string junit_xml(const std::vector<Verdict>& verdicts, const std::string& suite);

/// A table for a merge request or a job's summary page.
[[nodiscard]] std::string markdown(const std::vector<Verdict>& verdicts, const std::string& title);

/// GitHub's workflow commands (::error title=...::message), a line a broken rule.
[[nodiscard]] std::string github_annotations(const std::vector<Verdict>& verdicts);

/// For a terminal or a log.
[[nodiscard]] std::string plain_text(const std::vector<Verdict>& verdicts);

}  // namespace gigaplan::gate
