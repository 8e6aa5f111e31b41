#include "sync/run/relationship_json.hpp"

namespace mentorsync {

void write_relationship(json::Writer& writer, const Relationship& relationship) {
    writer.member("id", relationship.id.text());
    writer.member("kind", name_of(relationship.kind));
    writer.member("state", name_of(relationship.state));
    write_ids(writer, "mentors", relationship.mentors);
    write_ids(writer, "mentees", relationship.mentees);
    write_ids(writer, "members", relationship.members);
    writer.member("rule", relationship.source_rule);
}

}  // namespace mentorsync
