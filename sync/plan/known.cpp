#include "sync/plan/known.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mentorsync {

namespace {

// Takes text with its length before it, so that no two values flow into the same bytes.
class Digest {
public:
    void add(std::string_view text) noexcept {
        add_number(static_cast<std::int64_t>(text.size()));
        for (const char c : text) add_byte(static_cast<unsigned char>(c));
    }

    // Eight bytes, lowest first, whatever the machine.
    void add_number(std::int64_t number) noexcept {
        auto rest = static_cast<std::uint64_t>(number);
        for (int i = 0; i < 8; ++i, rest >>= 8U) add_byte(static_cast<unsigned char>(rest & 0xffU));
    }

    void add(Instant instant) noexcept { add_number(instant.time_since_epoch().count()); }

    template <class Tag>
    void add(const Id<Tag>& id) noexcept {
        add(std::string_view(id.text()));
    }

    template <class T>
    void add(const std::optional<T>& value) noexcept {
        add_number(value ? 1 : 0);
        if (value) add(*value);
    }

    template <class T>
    void add(const std::vector<T>& values) noexcept {
        add_number(static_cast<std::int64_t>(values.size()));
        for (const T& value : values) add(value);
    }

    [[nodiscard]] std::uint64_t value() const noexcept { return hash_; }

private:
    void add_byte(unsigned char byte) noexcept { hash_ = (hash_ ^ byte) * 0x100000001b3U; }

    std::uint64_t hash_ = 0xcbf29ce484222325U;
};

}  // namespace

// Enumerators go in by name: their numbers may change between versions, their names may not.
std::uint64_t digest_of(const Relationship& relationship) {
    Digest digest;
    digest.add(relationship.id);
    digest.add(name_of(relationship.kind));
    digest.add(name_of(relationship.state));
    digest.add(relationship.mentors);
    digest.add(relationship.mentees);
    digest.add(relationship.members);
    digest.add(std::string_view(relationship.source_rule));
    return digest.value();
}

std::uint64_t digest_of(const LearningTask& task) {
    Digest digest;
    digest.add(task.id);
    digest.add(name_of(task.kind));
    digest.add(name_of(task.state));
    digest.add(task.due);
    digest.add(task.updated);
    digest.add(task.owner);
    digest.add(task.relationships);
    return digest.value();
}

}  // namespace mentorsync
