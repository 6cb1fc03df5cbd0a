#include "cli/sweep_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/issue.hpp"
#include "cli/commands.hpp"

namespace gigaplan::cli {

double stored(const sweep::SweepResult& result) {
  double n = 0;
  for (const auto& [status, count] : result.counts) {
    n += static_cast<double>(count);
  }
  return n;
}

const char* stopped_by(batch::Stop stop) {
  return stop == batch::Stop::interrupt ? "Ctrl-C (SIGINT)" : "SIGTERM";
}

int exit_code_of(batch::Stop stop) {
  switch (stop) {
    case batch::Stop::finished: return exit_done;
    case batch::Stop::interrupt: return exit_interrupted;
    case batch::Stop::terminate: return exit_terminated;
    case batch::Stop::refused: return exit_bad_input;
  }
  return exit_bug;
}

std::string summarise_sweep(const sweep::SweepResult& result, const std::filesystem::path& folder, const Style& s) {
  std::string text = fmt::format("{}{}{}\n", s.bold, printable(result.name), s.reset);
  std::string counts;
  for (const auto& [status, n] : result.counts) {
    const bool good = status == sweep::Status::done;
    counts += fmt::format("{}{}{} {}{}", counts.empty() ? "" : ", ", good ? s.good : s.warn,
                          whole(static_cast<double>(n)), sweep::status_name(status), s.reset);
  }
  text += fmt::format("  {}: {}", counted(static_cast<std::uint64_t>(stored(result)), "run"),
                      counts.empty() ? "none" : counts);
  text += result.skipped > 0
              ? fmt::format("; {} more skipped by constraints", whole(static_cast<double>(result.skipped)))
              : "";
  text += result.shared > 0 ? fmt::format("; {} shared the result of a run with the same inputs",
                                          whole(static_cast<double>(result.shared)))
                            : "";
  text += result.before > 0 ? fmt::format("; {} were there before", whole(static_cast<double>(result.before))) : "";
  text += "\n";
  for (const auto& [message, n] : result.failures) {
    text += fmt::format("    {} {}\n", counted(n, "run"), wrapped(printable(message), 12));
  }
  return text + fmt::format(
                    "  Written to {}: runs.csv (a line a run), report.html (a page for a browser), results.sqlite "
                    "(every report)\n",
                    folder.string());
}

std::string describe_plan(const sweep::Plan& plan) {
  std::string text = fmt::format("{}: {}\n", printable(plan.spec.name), counted(plan.points.count(), "run"));
  constexpr std::uint64_t enough = 5;
  for (std::uint64_t run = 0; run < std::min(enough, plan.points.count()); ++run) {
    const auto point = plan.points.at(run);
    text += fmt::format("  {}:", run);
    for (std::size_t i = 0; i < point.cells.size(); ++i) {
      text += fmt::format(" {} = {}", plan.points.names()[i], printable(point.cells[i]));
    }
    text += "\n";
  }
  return text + (plan.points.count() > enough ? "  ...\n" : "");
}

void SweepProgress::update(const batch::Progress& p, std::uint64_t total) {
  constexpr auto often = std::chrono::seconds(30);
  const auto now = std::chrono::steady_clock::now();
  const bool terminal = stderr_is_terminal();
  const auto done = static_cast<double>(p.finished);
  const double left =
      p.finished > 0 && p.finished <= total ? p.elapsed_s / done * (static_cast<double>(total) - done) : 0;
  if (!terminal && now - said_ < often) {
    return;
  }
  const std::string text =
      fmt::format("{} of {} runs, {} failed, {} runs/s{}", whole(done), whole(static_cast<double>(total)), p.failed,
                  figures(p.elapsed_s > 0 ? done / p.elapsed_s : 0),
                  p.finished > 0 && p.finished < total ? ", " + long_duration(left) + " left" : "");
  fmt::print(stderr, "{}{}{}", terminal ? "\r\033[K" : "", text, terminal ? "" : "\n");
  std::fflush(stderr);
  said_ = now;
  shown_ = terminal;
}

void SweepProgress::clear() {
  if (shown_) {
    fmt::print(stderr, "\r\033[K");
    std::fflush(stderr);
    shown_ = false;
  }
}

}  // namespace gigaplan::cli
