#include "workload/parameters.hpp"

#include <doctest/doctest.h>

#include "workload/models.hpp"

using namespace gigaplan;
using namespace gigaplan::testing;
using workload::count_parameters;

namespace {
double billions(const Transformer& model) {
  return count_parameters(model).total / 1e9;
}
}  // namespace

TEST_CASE("The Megatron series has the parameters of Narayanan et al. 2021, table 1, as printed") {
  struct Row {
    int layers, hidden, heads;
    double printed;
  };
  for (const Row& r : {Row{24, 2304, 24, 1.7}, Row{30, 3072, 32, 3.6}, Row{36, 4096, 32, 7.5}, Row{40, 6144, 48, 18.4},
                       Row{48, 8192, 64, 39.1}, Row{60, 10240, 80, 76.1}, Row{80, 12288, 96, 145.6},
                       Row{96, 16384, 128, 310.1}, Row{105, 20480, 128, 529.6}, Row{128, 25600, 160, 1008.0}}) {
    CAPTURE(r.printed);
    // Their equation 2 also counts biases (13 h a layer, of which 2 h are the norms counted here) and the table of
    // 2,048 learned positions. Then all printed digits agree.
    const double left_out = 11.0 * r.layers * r.hidden + 2048.0 * r.hidden;
    const double total = billions(gpt(r.layers, r.hidden, r.heads)) + left_out / 1e9;
    CHECK(total == doctest::Approx(r.printed).epsilon((r.printed > 1000 ? 0.5 : 0.051) / r.printed));
  }
}

TEST_CASE("GPT-3, BLOOM and Llama 3 have their published parameters") {
  CHECK(billions(gpt(96, 12288, 96)) == doctest::Approx(174.6).epsilon(0.001));  // Brown et al. 2020, table 2.1
  auto bloom = gpt(70, 14336, 112);
  bloom.vocabulary = 250880;  // BLOOM model card: 176,247,271,424 parameters, embedding 3,596,615,680, tied
  CHECK(billions(bloom) == doctest::Approx(176.247).epsilon(0.001));
  CHECK(billions(llama3_8b()) == doctest::Approx(8.03).epsilon(0.001));      // model card: 8.03B
  CHECK(billions(llama3_70b()) == doctest::Approx(70.6).epsilon(0.001));     // model card: 70.6B
  CHECK(billions(llama3_405b()) == doctest::Approx(405.0).epsilon(0.0025));  // "405B": half a unit and embeddings
}

TEST_CASE("A mixture of experts counts all experts, and only the chosen ones as active") {
  const auto v3 = count_parameters(deepseek_v3());
  CHECK(v3.total / 1e9 == doctest::Approx(671).epsilon(0.5 / 671));  // arXiv 2412.19437: 671B in total
  // ... and 37B for each token; a row of the input embedding is looked up, not multiplied.
  CHECK((v3.active - v3.input_embedding) / 1e9 == doctest::Approx(37).epsilon(0.5 / 37));
  const auto mixtral = count_parameters(mixtral_8x7b());
  CHECK(mixtral.total / 1e9 == doctest::Approx(46.7).epsilon(0.05 / 46.7));   // Mistral AI, December 2023
  CHECK(mixtral.active / 1e9 == doctest::Approx(12.9).epsilon(0.05 / 12.9));  // same place
}

TEST_CASE("Matrix parameters leave out norms and the input embedding, and count a tied embedding once") {
  const auto model = gpt(2, 8, 2);
  // Two layers of 12 h² = 768, output projection 51,200 · 8.
  CHECK(count_parameters(model).matrix == doctest::Approx(2 * 768 + 51200 * 8));
  auto untied = model;
  untied.tied_embeddings = false;
  CHECK(count_parameters(untied).matrix == count_parameters(model).matrix);
  CHECK(count_parameters(untied).total - count_parameters(model).total == 51200 * 8);
}
