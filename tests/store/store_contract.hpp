// What the contract suites run against: every implementation of the doors of state_store.hpp. A
// further one is a line in `implementations`.

#pragma once

#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "sync/store/sql_store.hpp"
#include "tests/fakes/test_sealer.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/temporary_directory.hpp"

namespace mentorsync::store {

// The doors to one portal's state.
struct Doors {
    StateStore& model;
    StateReader& reader;
    Staging& staging;
    CrmMirror& mirror;
    Outbox& outbox;
    HandOuts& hand_outs;
    PersonalData& personal;
    Requests& requests;
    Keepsakes& keepsakes;
};

// A place where the states of several portals lie together.
class StateUnderTest {
public:
    virtual ~StateUnderTest() = default;
    virtual Doors open(const std::string& portal_name) = 0;

    Doors open() { return open("blink"); }
};

class SqlStateUnderTest final : public StateUnderTest {
public:
    enum class Where { File, Memory };

    explicit SqlStateUnderTest(Where where) : where_(where) {}

    using StateUnderTest::open;
    Doors open(const std::string& portal_name) override {
        const std::string path = where_ == Where::File ? directory_.file("state.db") : ":memory:";
        auto& store = stores_[portal_name];
        if (!store) store = must(SqlStore::open(path, portal_name, Mode::ReadWrite, test_sealer()));
        return {*store, *store, *store, *store, *store, *store, *store, *store, *store};
    }

private:
    Where where_;
    TemporaryDirectory directory_;
    std::map<std::string, std::unique_ptr<SqlStore>> stores_;
};

struct Implementation {
    const char* name;
    std::unique_ptr<StateUnderTest> (*make)();
};

inline std::ostream& operator<<(std::ostream& out, const Implementation& implementation) {
    return out << implementation.name;
}

inline std::vector<Implementation> implementations() {
    using Where = SqlStateUnderTest::Where;
    return {
        {"SqlStore in a file",
         []() -> std::unique_ptr<StateUnderTest> {
             return std::make_unique<SqlStateUnderTest>(Where::File);
         }},
        {"SqlStore in memory",
         []() -> std::unique_ptr<StateUnderTest> {
             return std::make_unique<SqlStateUnderTest>(Where::Memory);
         }},
    };
}

}  // namespace mentorsync::store
