// What the C face does with arguments that no careful caller passes.

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <string>
#include <vector>

#include "tests/embed/office.hpp"

namespace {

using Call =
    std::function<mentorsync_code(mentorsync_engine*, mentorsync_buffer*, mentorsync_error*)>;

struct Function {
    const char* name;
    Call call;
    bool has_out;
};
std::ostream& operator<<(std::ostream& out, const Function& function) {
    return out << function.name;
}

constexpr mentorsync_text kNothing{nullptr, 0};
constexpr mentorsync_text kWrong{nullptr, 5};

Call reading(mentorsync_code (*read)(mentorsync_engine*, mentorsync_buffer*, mentorsync_error*)) {
    return read;
}
Call doing(mentorsync_code (*act)(mentorsync_engine*, mentorsync_error*)) {
    return [act](mentorsync_engine* engine, mentorsync_buffer*, mentorsync_error* error) {
        return act(engine, error);
    };
}
Call handing(mentorsync_code (*give)(mentorsync_engine*, mentorsync_text, mentorsync_error*),
             mentorsync_text text) {
    return [give, text](mentorsync_engine* engine, mentorsync_buffer*, mentorsync_error* error) {
        return give(engine, text, error);
    };
}

// Every function that is given an engine, but the one that ends it.
std::vector<Function> functions(mentorsync_text text) {
    return {
        {"cancel", doing(mentorsync_cancel), false},
        {"plan", reading(mentorsync_plan), true},
        {"cycle",
         [text](auto* engine, auto* out, auto* error) {
             return mentorsync_cycle(engine, text, out, error);
         },
         true},
        {"start", doing(mentorsync_start), false},
        {"stop", doing(mentorsync_stop), false},
        {"status", reading(mentorsync_status), true},
        {"relationships", reading(mentorsync_relationships), true},
        {"tasks", reading(mentorsync_tasks), true},
        {"progress", reading(mentorsync_progress), true},
        {"notes", reading(mentorsync_notes), true},
        {"explain",
         [text](auto* engine, auto* out, auto* error) {
             return mentorsync_explain(engine, text, text, out, error);
         },
         true},
        {"set_schema", handing(mentorsync_set_schema, text), false},
        {"put_records", handing(mentorsync_put_records, text), false},
        {"discard_records", doing(mentorsync_discard_records), false},
        {"take",
         [](auto* engine, auto* out, auto* error) {
             return mentorsync_take(engine, 1, out, error);
         },
         true},
        {"settle",
         [text](auto* engine, auto* out, auto* error) {
             return mentorsync_settle(engine, text, out, error);
         },
         true},
        {"retry_note", handing(mentorsync_retry_note, text), false},
    };
}

bool is_line(const char* message) {
    const std::string text = message;
    return !text.empty() && text.find('\n') == std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(arguments_tests)

BOOST_AUTO_TEST_CASE(null_for_the_engine_is_a_code_and_a_line) {
    for (const Function& function : functions(kNothing)) {
        BOOST_TEST_CONTEXT(function) {
            mentorsync_error error{sizeof error, 0, ""};
            mentorsync_buffer out{nullptr, 0};
            BOOST_TEST(function.call(nullptr, &out, &error) == MENTORSYNC_INVALID_ARGUMENT);
            BOOST_TEST(error.code == MENTORSYNC_INVALID_ARGUMENT);
            BOOST_TEST(is_line(error.message));
            BOOST_TEST(out.data == nullptr);
        }
    }
}

BOOST_AUTO_TEST_CASE(null_for_out_is_refused_and_null_for_error_is_not) {
    const office::Engine engine;
    for (const Function& function : functions(kNothing)) {
        BOOST_TEST_CONTEXT(function) {
            if (function.has_out) {
                const auto code = function.call(engine.handle, nullptr, nullptr);
                BOOST_TEST(code == MENTORSYNC_INVALID_ARGUMENT);
            } else {
                function.call(engine.handle, nullptr, nullptr);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(text_with_a_size_and_no_data_is_refused) {
    const office::Engine engine;
    mentorsync_buffer out{nullptr, 0};
    for (const Function& function : functions(kWrong)) {
        for (const char* const name :
             {"cycle", "explain", "set_schema", "put_records", "settle", "retry_note"}) {
            if (std::string(function.name) != name) continue;
            BOOST_TEST(function.call(engine.handle, &out, nullptr) == MENTORSYNC_INVALID_ARGUMENT);
        }
    }
    mentorsync_options options = office::options();
    options.mapping = kWrong;
    BOOST_TEST(office::Engine(options).code == MENTORSYNC_INVALID_ARGUMENT);
}

BOOST_AUTO_TEST_CASE(the_functions_without_an_engine_bear_null) {
    mentorsync_options options = office::options();
    mentorsync_engine* engine = nullptr;
    mentorsync_buffer out{nullptr, 0};
    BOOST_TEST(mentorsync_open(nullptr, &engine, nullptr) == MENTORSYNC_INVALID_ARGUMENT);
    BOOST_TEST(mentorsync_open(&options, nullptr, nullptr) == MENTORSYNC_INVALID_ARGUMENT);
    BOOST_TEST(mentorsync_check(nullptr, kNothing, &out, nullptr) == MENTORSYNC_INVALID_ARGUMENT);
    BOOST_TEST(mentorsync_check(&options, kNothing, nullptr, nullptr) ==
               MENTORSYNC_INVALID_ARGUMENT);
    BOOST_TEST(mentorsync_check(&options, kWrong, &out, nullptr) == MENTORSYNC_INVALID_ARGUMENT);
    BOOST_TEST(mentorsync_close(nullptr, nullptr) == MENTORSYNC_OK);
    BOOST_TEST(mentorsync_response_set(nullptr, 200, kNothing, kNothing) ==
               MENTORSYNC_INVALID_ARGUMENT);
    mentorsync_buffer_free(nullptr);
    mentorsync_buffer_free(&out);
    mentorsync_options_init(nullptr, sizeof options);
    mentorsync_options_init(&options, 1);
    BOOST_TEST(options.struct_size == sizeof options);
}

BOOST_AUTO_TEST_CASE(options_of_any_size_are_read_up_to_their_size) {
    // Room for options of a later version, of which this library knows the first part.
    struct Longer {
        mentorsync_options known;
        std::array<unsigned char, 64> later;
    } longer{office::options(), {}};
    longer.later.fill(0xFF);
    longer.known.struct_size = sizeof longer;
    BOOST_TEST(office::Engine(longer.known).code == MENTORSYNC_OK);

    // Every shorter size: what lies beyond it is rubbish, and not looked at.
    int opened = 0;
    for (std::size_t size = 0; size <= sizeof(mentorsync_options); ++size) {
        mentorsync_options shorter = office::options();
        auto* const bytes = reinterpret_cast<unsigned char*>(&shorter);
        for (std::size_t i = std::max(size, sizeof(size_t)); i < sizeof shorter; ++i) {
            bytes[i] = 0xA5;
        }
        shorter.struct_size = size;
        const office::Engine engine(shorter);
        BOOST_TEST((engine.code == MENTORSYNC_OK || engine.code == MENTORSYNC_INVALID_ARGUMENT ||
                    engine.code == MENTORSYNC_CONFIGURATION),
                   "size " << size << " ends with " << engine.code);
        if (engine.code == MENTORSYNC_OK) ++opened;
    }
    BOOST_TEST(opened > 50);
}

BOOST_AUTO_TEST_CASE(an_error_of_any_size_is_written_up_to_its_size) {
    constexpr unsigned char mark = 0xA5;
    struct Longer {
        mentorsync_error known;
        std::array<char, 64> more;
    };
    for (std::size_t size = 0; size <= sizeof(Longer); ++size) {
        Longer longer;
        auto* const bytes = reinterpret_cast<unsigned char*>(&longer);
        std::fill_n(bytes, sizeof longer, mark);
        longer.known.struct_size = size;
        const auto code = mentorsync_plan(nullptr, nullptr, &longer.known);
        BOOST_TEST(code == MENTORSYNC_INVALID_ARGUMENT);
        for (std::size_t i = std::max(size, sizeof(size_t)); i < sizeof longer; ++i) {
            BOOST_TEST_REQUIRE(bytes[i] == mark, "size " << size << ", byte " << i);
        }
        constexpr std::size_t message = offsetof(mentorsync_error, message);
        if (size > message) BOOST_TEST(std::memchr(bytes + message, 0, size - message) != nullptr);
        if (size >= message) BOOST_TEST(longer.known.code == MENTORSYNC_INVALID_ARGUMENT);
    }
}

BOOST_AUTO_TEST_CASE(a_flag_that_is_not_known_is_refused) {
    mentorsync_options options = office::options();
    options.flags = 1U << 31U;
    BOOST_TEST(office::Engine(options).code == MENTORSYNC_INVALID_ARGUMENT);
}

BOOST_AUTO_TEST_CASE(a_limit_outside_of_one_to_a_thousand_is_refused) {
    office::Engine engine;
    BOOST_TEST(mentorsync_take(engine.handle, 0, engine.into(), nullptr) ==
               MENTORSYNC_INVALID_ARGUMENT);
    BOOST_TEST(mentorsync_take(engine.handle, 1001, engine.into(), nullptr) ==
               MENTORSYNC_INVALID_ARGUMENT);
}

BOOST_AUTO_TEST_CASE(in_a_child_of_fork_the_engine_is_not_used) {
    office::Engine engine;
    BOOST_TEST_REQUIRE(engine.code == MENTORSYNC_OK);
    const pid_t child = ::fork();
    if (child == 0) {
        mentorsync_buffer out{nullptr, 0};
        bool refused = mentorsync_close(engine.handle, nullptr) == MENTORSYNC_INVALID_ARGUMENT;
        for (const Function& function : functions(kNothing)) {
            refused = refused &&
                      function.call(engine.handle, &out, nullptr) == MENTORSYNC_INVALID_ARGUMENT;
        }
        ::_exit(refused ? 0 : 1);
    }
    int status = -1;
    BOOST_TEST_REQUIRE(::waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
    BOOST_TEST(engine.hand_in() == MENTORSYNC_OK);
}

BOOST_AUTO_TEST_SUITE_END()
