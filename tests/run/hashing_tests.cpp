#include "sync/run/hashing.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <set>

using namespace mentorsync;
namespace data = boost::unit_test::data;

namespace {

struct KeyRow {
    const char* portal;
    const char* relationship;
    NoteKind kind;
    const char* period;
    const char* key;  // computed with another implementation of SHA-256 and base32
};
std::ostream& operator<<(std::ostream& out, const KeyRow& row) {
    return out << row.portal << ' ' << row.relationship << ' ' << row.period;
}

const KeyRow kKeys[] = {
    {"4711", "pair:101:202", NoteKind::Progress, "2026-W47", "ms1wj3q6xs2yhhyykjonqmn4ru3tv"},
    {"4711", "pair:101:202", NoteKind::Start, "", "ms1sqsdxtiuvpqedjjvwqamdvbgzp"},
    {"4711", "group:list:9", NoteKind::Closing, "", "ms1j6qa4rpwaudwuyfm47wxcmrucy"},
    {"4712", "pair:101:202", NoteKind::Progress, "2026-W47", "ms1o6qoggfmjrji65r6hs25wbupmk"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(hashing_tests)

BOOST_DATA_TEST_CASE(a_note_key_is_the_same_for_ever, data::make(kKeys), row) {
    const NoteIdentity identity{RelationshipId(row.relationship), row.kind, row.period};
    BOOST_TEST(derive_note_key(PortalId(row.portal), identity) == NoteKey(row.key));
}

BOOST_AUTO_TEST_CASE(no_two_identities_share_a_key) {
    std::set<NoteKey> keys;
    std::size_t identities = 0;
    for (const char* portal : {"1", "11"}) {
        for (const char* relationship : {"pair:1:2", "pair:12:", "pair:1:", "group:list:1"}) {
            for (const NoteKind kind : {NoteKind::Start, NoteKind::Progress, NoteKind::Closing}) {
                for (const char* period : {"", "2026-W47", "2026-W4", "2026-11"}) {
                    keys.insert(derive_note_key(PortalId(portal),
                                                {RelationshipId(relationship), kind, period}));
                    ++identities;
                }
            }
        }
    }
    BOOST_TEST(keys.size() == identities);
}

BOOST_AUTO_TEST_CASE(sha256_agrees_with_the_published_vectors) {
    // Source: FIPS 180-2, appendix B.
    BOOST_TEST(sha256_hex("abc") ==
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(sha256_hex("") ==
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

BOOST_AUTO_TEST_SUITE_END()
