#include "tests/run/world.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "sync/run/memory_sink.hpp"
#include "sync/run/setup.hpp"

namespace mentorsync::tests {

namespace {

// A test whose world cannot be made must not go on.
template <class T>
T expect(tl::expected<T, Error> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
}

std::unique_ptr<store::SqlStore> empty_store() {
    return expect(store::SqlStore::open(":memory:", "blink", store::Mode::ReadWrite));
}

}  // namespace

std::string example_mapping_text() {
    std::ifstream file(std::string(MENTORSYNC_SOURCE_DIR) + "/config/mapping.example.json");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Mapping mapping_of(const std::string& text) {
    const auto mapping = parse_mapping("mapping.json", text, [](std::string_view) {
        return Result<std::string>(fail(ErrorCode::Configuration, "no file"));
    });
    if (!mapping) throw std::runtime_error(to_text(mapping.error().front()));
    return *mapping;
}

Mapping example_mapping() {
    return mapping_of(example_mapping_text());
}

World::World(const sandbox::PortalSize& size, std::uint64_t seed)
    : crm(seed),
      network(crm, clock, ""),
      session(network, hubspot::kDefaultApiVersion, clock, [] { return 0.5; }),
      store(empty_store()),
      mapping(example_mapping()) {
    crm.set_now(clock.now());
    crm.add_portal(kPortal);
    sandbox::PortalSize bare = size;
    bare.set_up = false;  // `setup` does that
    truth = sandbox::generate_portal(crm, kPortal, bare, seed);
    token = crm.add_token(kPortal);
    network.set_token(token);
    set_up();
}

World::World(const World& other)
    : clock(other.clock.now()),
      crm(other.crm),
      truth(other.truth),
      token(other.token),
      network(crm, clock, token),
      session(network, hubspot::kDefaultApiVersion, clock, [] { return 0.5; }),
      store(empty_store()),
      mapping(other.mapping) {}

void World::set_up() {
    const auto schema = expect(session.reader().schema({}));
    expect(create_items(session.admin(), missing_setup(mapping, schema), {}));
    crm.witness().forget_requests();
}

SyncDoors World::doors() {
    return {.reader = session.reader(),
            .writer = session.writer(),
            .auditor = session.auditor(),
            .store = *store,
            .staging = *store,
            .mirror = *store,
            .outbox = *store,
            .clock = clock,
            .observer = observer,
            .state = store.get(),
            .people = store.get()};
}

tl::expected<TickReport, Obstacle> World::tick(const TickChoice& choice) {
    return run_tick(doors(), mapping, choice, view, {});
}

tl::expected<Proposal, Obstacle> World::propose() {
    MemorySink sink;
    return mentorsync::propose({.crm = session.reader(),
                                .store = *store,
                                .mirror = *store,
                                .mapping = mapping,
                                .clock = clock,
                                .observer = observer},
                               sink, {});
}

tl::expected<SyncReport, Obstacle> World::sync(const Consent& consent) {
    return run_sync(doors(), mapping, consent, {});
}

tl::expected<SyncReport, Obstacle> World::accept_and_sync() {
    const auto proposal = propose();
    if (!proposal) return tl::unexpected(proposal.error());
    return sync({.acceptance = proposal->acceptance, .plan_hash = std::nullopt});
}

std::string World::decided() {
    std::string lines;
    const std::string whole = dump();
    for (std::size_t at = 0; at < whole.size();) {
        const std::size_t end = whole.find('\n', at) + 1;
        const std::string line = whole.substr(at, end - at);
        const bool left_out = std::ranges::any_of(
            std::initializer_list<const char*>{"portal ", "cursor ", "audit ", "audit_run ",
                                               "attempt ", "mirror_"},
            [&line](const char* table) { return line.starts_with(table); });
        if (!left_out) lines += line;
        at = end;
    }
    return lines;
}

void World::lose_state() {
    store = empty_store();
    view = {};
}

std::size_t World::writes() {
    std::size_t writes = 0;
    for (const sandbox::SeenRequest& request : crm.witness().requests()) {
        const bool reads = request.method == "GET" ||
                           request.path_class.find("/search") != std::string::npos ||
                           request.path_class.find("/read") != std::string::npos;
        if (!reads) ++writes;
    }
    crm.witness().forget_requests();
    return writes;
}

}  // namespace mentorsync::tests
