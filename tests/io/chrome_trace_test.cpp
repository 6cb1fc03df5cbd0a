#include "io/chrome_trace.hpp"

#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace gigaplan::io {
namespace {

using Json = nlohmann::json;
using Kind = StepEvents::Kind;

/// One row that computes, waits and idles; messages of which two overlap; a counter.
StepEvents small() {
  StepEvents events;
  events.rows = {{3, 512}};
  events.channels = {{Group::pipeline_next, 0, 512}};
  events.meters = {{"nic \"up\"\n", 5, 1024, 50e9, 1e9}};
  events.spans = {{0, Kind::compute, Group::tensor, 0, 0.1, {}},
                  {0, Kind::exposed, Group::tensor, 0.1, 0.3, {}},
                  {0, Kind::bubble, Group::tensor, 0.3, 1.0 / 3, {}},
                  {0, Kind::overhead, Group::tensor, 1.0 / 3, 0.4, {}}};
  events.transfers = {{0, 1, 0, 0.2, 1e9}, {0, 1, 0.1, 0.3, 1e9}, {0, 2, 0.2, 0.25, 1e9}};
  events.samples = {{0, 0, 0.5}, {0, 0.3, 0}};
  return events;
}

Json written(const StepEvents& events, const std::string& scenario = "a") {
  std::ostringstream out;
  write_chrome_trace(out, events, {.scenario = scenario, .gigaplan = "1.2.3"});
  return Json::parse(out.str());
}

/// Events of a phase, in the order of the file.
std::vector<Json> of_phase(const Json& trace, const std::string& phase) {
  std::vector<Json> found;
  for (const auto& event : trace["traceEvents"]) {
    if (event["ph"] == phase) found.push_back(event);
  }
  return found;
}

std::string name_of_thread(const Json& trace, int process, int thread) {
  for (const auto& event : of_phase(trace, "M")) {
    if (event["name"] == "thread_name" && event["pid"] == process && event["tid"] == thread)
      return event["args"]["name"];
  }
  return "";
}

}  // namespace

TEST_CASE("a row's events have its name, their category and times in microseconds") {
  const auto trace = written(small());
  CHECK(name_of_thread(trace, 4, 1) == "stage 3 · 512 ranks (cell 0)");
  const auto events = of_phase(trace, "X");
  REQUIRE(events.size() == 4 + 3);
  const std::vector<std::string> categories = {"compute", "TP", "bubble", "overhead"};
  double at = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(events[i]["cat"] == categories[i]);
    CHECK(events[i]["ts"].get<double>() == doctest::Approx(at).epsilon(1e-15));
    at = events[i]["ts"].get<double>() + events[i]["dur"].get<double>();
  }
  CHECK(at == doctest::Approx(0.4e6).epsilon(1e-12));
  CHECK(events[1]["name"] == "wait for tensor-parallel communication");
}

TEST_CASE("a compute is named after its pass, and says which micro-batch and chunk it works on") {
  using Pass = ComputeLabel::Pass;
  auto events = small();
  events.spans = {{0, Kind::compute, Group::tensor, 0, 0.1, {Pass::forward, 2, 70'000}},
                  {0, Kind::compute, Group::tensor, 0.1, 0.2, {Pass::backward, 1, 5}},
                  {0, Kind::compute, Group::tensor, 0.2, 0.3, {Pass::optimizer, 0, 0}},
                  {0, Kind::compute, Group::tensor, 0.3, 0.4, {}}};
  const auto slices = of_phase(written(events), "X");
  const std::vector<std::string> names = {"forward", "backward", "optimizer", "compute"};
  const std::vector<std::string> categories = {"compute,forward", "compute,backward", "compute,optimizer", "compute"};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(slices[i]["name"] == names[i]);
    CHECK(slices[i]["cat"] == categories[i]);
    CHECK(slices[i].contains("args") == (i < 2));
  }
  CHECK(slices[0]["args"] == Json{{"micro_batch", 70'000}, {"chunk", 2}});
  CHECK(slices[1]["args"] == Json{{"micro_batch", 5}, {"chunk", 1}});
  CHECK(slices[0]["cname"] != slices[1]["cname"]);
}

TEST_CASE("transfers that overlap stand in rows of their own") {
  const auto trace = written(small());
  const auto events = of_phase(trace, "X");
  CHECK(events[4]["tid"] == 2);  // 0 to 0.2
  CHECK(events[5]["tid"] == 3);  // 0.1 to 0.3
  CHECK(events[6]["tid"] == 2);  // 0.2 to 0.25: the first is free again
  CHECK(events[6]["args"]["collectives"] == 2);
  CHECK(name_of_thread(trace, 4, 3) == "wire: pipeline messages to the next stage · 512 messages (class 0, 2)");
}

TEST_CASE("counters and names survive as JSON, whatever is in them") {
  const std::string name = "\"quoted\" \\ \n tab\t \x01 \xff";  // the last byte is no UTF-8
  const auto trace = written(small(), name);
  CHECK(trace["otherData"]["scenario"] == "\"quoted\" \\ \n tab\t \x01 \xef\xbf\xbd");
  CHECK(trace["otherData"]["gigaplan"] == "1.2.3");
  const auto counters = of_phase(trace, "C");
  REQUIRE(counters.size() == 2);
  CHECK(counters[0]["name"] == "nic \"up\"\n (class 5: 1024 links)");
  CHECK(counters[0]["args"]["share"] == 0.5);
  CHECK(counters[1]["ts"] == 0.3e6);
}

TEST_CASE("a trace says whether it is complete") {
  auto events = small();
  CHECK(written(events)["otherData"]["complete"] == true);
  events.dropped = 7;
  const auto cut = written(events)["otherData"];
  CHECK(cut["complete"] == false);
  CHECK(cut["dropped"] == 7);
  CHECK(cut["limit"] == 2'000'000);
  CHECK(written(StepEvents{})["traceEvents"].empty());
}

}  // namespace gigaplan::io
