#include "sync/daemon/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace mentorsync::daemon {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<std::pair<std::string, std::string>>;
using Portals = std::map<std::string, PortalBoard>;

MetricFamily family(std::string_view name, std::string help, MetricType type) {
    return {.name = "mentorsync_" + std::string(name),
            .help = std::move(help),
            .type = type,
            .metric = {}};
}

void add(MetricFamily& to, const Labels& labels, double value) {
    ClientMetric metric;
    for (const auto& [name, text] : labels) metric.label.push_back({name, text});
    // Text shows the one that the type asks for.
    metric.counter.value = value;
    metric.gauge.value = value;
    to.metric.push_back(std::move(metric));
}

double seconds(Instant instant) {
    return std::chrono::duration<double>(instant.time_since_epoch()).count();
}

// A number of each portal, from its counters or gauges.
struct PortalNumber {
    const char* metric;
    const char* key;
    const char* help;
};

constexpr std::array kCounters{
    PortalNumber{"requests_total", "requests", "HTTP requests sent to the CRM"},
    PortalNumber{"search_requests_total", "searches", "Those of the requests that were searches"},
    PortalNumber{"notes_written_total", "notes_done", "Notes that stand on their timelines"},
    PortalNumber{"notes_gone_total", "notes_gone", "Notes that a person deleted, or nobody reads"},
    PortalNumber{"properties_set_total", "properties_set", "Property values written"},
};
constexpr std::array kGauges{
    PortalNumber{"pairs", "pairs", "Active pairs"},
    PortalNumber{"peer_groups", "groups", "Active peer groups"},
    PortalNumber{"people", "people", "People in active relationships"},
    PortalNumber{"records", "records", "Records of the last sync that saw everything"},
    PortalNumber{"records_failing", "records_failing", "Records that need somebody"},
    PortalNumber{"properties_waiting", "properties_waiting", "Property values not written yet"},
    PortalNumber{"properties_parked", "properties_parked", "Property values that were refused"},
    PortalNumber{"daily_requests_left", "daily_remaining", "What the CRM said is left of the day"},
};

template <class Table>
void add_numbers(std::vector<MetricFamily>& out, const Portals& portals, const Table& table,
                 std::map<std::string, std::uint64_t> PortalBoard::*numbers, MetricType type) {
    for (const PortalNumber& number : table) {
        MetricFamily one = family(number.metric, number.help, type);
        for (const auto& [name, portal] : portals) {
            const auto found = (portal.*numbers).find(number.key);
            if (found == (portal.*numbers).end()) continue;
            add(one, {{"portal", name}}, static_cast<double>(found->second));
        }
        out.push_back(std::move(one));
    }
}

// One family of the numbers whose key begins with `prefix`; the rest of the key is a label.
void add_labelled(std::vector<MetricFamily>& out, const Portals& portals, MetricFamily one,
                  std::string_view prefix, const std::string& label) {
    for (const auto& [name, portal] : portals) {
        const auto& numbers = one.type == MetricType::Counter ? portal.counters : portal.gauges;
        for (const auto& [key, value] : numbers) {
            if (!key.starts_with(prefix)) continue;
            add(one, {{"portal", name}, {label, key.substr(prefix.size())}},
                static_cast<double>(value));
        }
    }
    out.push_back(std::move(one));
}

void add_moods(std::vector<MetricFamily>& out, const Portals& portals) {
    MetricFamily mood = family("portal_mood", "1 for what the portal is doing, or why it is not",
                               MetricType::Gauge);
    MetricFamily proven =
        family("last_proven_sync_timestamp_seconds",
               "When a sync last saw everything and was stored", MetricType::Gauge);
    MetricFamily interval =
        family("pull_interval_seconds", "How often the settings ask for a sync", MetricType::Gauge);
    MetricFamily ticks = family("ticks_total", "Syncs that were begun", MetricType::Counter);
    MetricFamily failed = family("failed_ticks_total", "Those that failed", MetricType::Counter);
    for (const auto& [name, portal] : portals) {
        for (const PortalMood one : kMoods) {
            add(mood, {{"portal", name}, {"mood", std::string(name_of(one))}},
                one == portal.mood ? 1 : 0);
        }
        add(proven, {{"portal", name}}, portal.last_proven ? seconds(*portal.last_proven) : 0);
        add(interval, {{"portal", name}}, static_cast<double>(portal.proven_every.count()));
        add(ticks, {{"portal", name}}, static_cast<double>(portal.ticks));
        add(failed, {{"portal", name}}, static_cast<double>(portal.failed_ticks));
    }
    for (MetricFamily* one : {&mood, &proven, &interval, &ticks, &failed}) {
        out.push_back(std::move(*one));
    }
}

void add_process(std::vector<MetricFamily>& out, const ProcessCost& cost,
                 const std::string& version) {
    MetricFamily build = family("build_info", "Always 1", MetricType::Gauge);
    add(build, {{"version", version}}, 1);
    MetricFamily database =
        family("database_bytes", "Size of the state on disk", MetricType::Gauge);
    add(database, {}, static_cast<double>(cost.database_bytes));
    MetricFamily memory =
        family("process_resident_memory_bytes", "Memory in use", MetricType::Gauge);
    add(memory, {}, static_cast<double>(cost.resident_bytes));
    MetricFamily files = family("process_open_fds", "Open files and sockets", MetricType::Gauge);
    add(files, {}, static_cast<double>(cost.open_files));
    for (MetricFamily* one : {&build, &database, &memory, &files}) out.push_back(std::move(*one));
}

}  // namespace

ProcessCost measure_process(const std::string& state_path) {
    ProcessCost cost;
    std::ifstream statm("/proc/self/statm");
    std::uint64_t pages = 0;
    std::uint64_t resident = 0;
    if (statm >> pages >> resident) {
        cost.resident_bytes = resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    }
    std::error_code failed;
    for (std::filesystem::directory_iterator entry("/proc/self/fd", failed), end;
         !failed && entry != end; entry.increment(failed)) {
        ++cost.open_files;
    }
    // One of them reads the directory.
    if (cost.open_files > 0) --cost.open_files;
    for (const char* const suffix : {"", "-wal", "-shm"}) {
        const auto bytes = std::filesystem::file_size(state_path + suffix, failed);
        if (!failed) cost.database_bytes += bytes;
    }
    return cost;
}

std::string metrics_text(const Portals& portals, const ProcessCost& cost,
                         const std::string& version) {
    std::vector<MetricFamily> families;
    add_moods(families, portals);
    add_numbers(families, portals, kCounters, &PortalBoard::counters, MetricType::Counter);
    add_numbers(families, portals, kGauges, &PortalBoard::gauges, MetricType::Gauge);
    add_labelled(families, portals,
                 family("notes", "Notes of the outbox, by state", MetricType::Gauge), "notes_",
                 "state");
    add_labelled(
        families, portals,
        family("audit_found_total", "Records that no search had shown", MetricType::Counter),
        "audit_found_", "audit");
    add_labelled(families, portals,
                 family("audit_requests_total", "Requests sent by audits", MetricType::Counter),
                 "audit_requests_", "audit");
    add_process(families, cost, version);
    return prometheus::TextSerializer().Serialize(families);
}

}  // namespace mentorsync::daemon
