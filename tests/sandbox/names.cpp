#include "tests/sandbox/names.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace mentorsync::sandbox {
namespace {

constexpr std::array<std::string_view, 42> kFirst{
    "Aino",   "Eetu",   "Helmi", "Onni",       "Veera", "Väinö", "Siiri",  "Eero",   "Pihla",
    "Otso",   "Iida",   "Leevi", "Tuuli",      "Kaapo", "Säde",  "Ylermi", "Åsa",    "Göran",
    "Linnéa", "Björn",  "Sofia", "Mårten",     "Elin",  "Axel",  "Ebba",   "Henrik", "Grace",
    "Oliver", "Amelia", "Harry", "Imogen",     "Noah",  "Chloë", "Zoë",    "Renée",  "José",
    "Jürgen", "Käthe",  "Søren", "Małgorzata", "Nuño",  "İpek"};

constexpr std::array<std::string_view, 40> kLast{
    "Virtanen",  "Korhonen",  "Mäkinen",   "Nieminen",  "Hämäläinen", "Heikkinen", "Järvinen",
    "Lehtonen",  "Saarinen",  "Niemelä",   "Pöyry",     "Yli-Kovero", "Ahokas",    "Törmänen",
    "Åkerström", "Lindqvist", "Söderholm", "Björklund", "Ekström",    "Nyström",   "Holmberg",
    "Sjöblom",   "Smith",     "Taylor",    "O'Brien",   "Fletcher",   "Hughes",    "Walker",
    "D'Arcy",    "McIntyre",  "García",    "Müller",    "Strauß",     "Øvergård",  "Nowak",
    "Kovač",     "Dvořák",    "Yılmaz",    "Nguyen",    "Okafor"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kOdd{{
    {"<b>Onni</b>", "Saarinen"},
    {"Aino \xF0\x9F\x8C\xB1", "Mäkinen"},
    {"\xD7\xA0\xD7\x95\xD7\xA2\xD7\x94", "\xD7\x9C\xD7\x95\xD7\x99"},
    {"Robert'); DROP TABLE contacts;--", "Tables"},
    {"\xE2\x80\xAE"
     "nimitnatsnoK",
     "Lehtonen"},
    {"{{contact.firstname}}", "Unset"},
    {"\"Kalle\" Karl-Erik", "von Döbeln & Söner"},
    {"=HYPERLINK(1)", "Formula"},
    {"Zo\xCC\x88\x65", "Combining"},
    {"\xE5\xBC\xA0\xE4\xBC\x9F", "\xE7\x8E\x8B"},
    {"  Väli  ", "  Lyönti  "},
    {"&amp;", "<script>alert(1)</script>"},
}};

constexpr std::array<std::string_view, 10> kJobs{
    "Copywriter",   "Inbound-asiantuntija", "Projektipäällikkö", "Designer",     "Developer",
    "Account lead", "Asiakkuusvastaava",    "Konsult",           "Data analyst", "Toimitusjohtaja"};

constexpr std::array<std::string_view, 10> kCompanies{
    "Esimerkki Oy",         "Malliyritys Oy Ab", "Exempel AB", "Sample Ltd",
    "Harjoitus & Pojat Oy", "Prov Konsult AB",   "Testilä Oy", "Placeholder plc",
    "Kokeilu Osuuskunta",   "Nordisk Provbolag"};

constexpr std::array<std::string_view, 8> kGoals{"Esiintymisvarmuus",       "Projektien johtaminen",
                                                 "Copywriting englanniksi", "Asiakkaan haastaminen",
                                                 "Datan tulkinta",          "Palautteen antaminen",
                                                 "Presentation skills",     "Strategiskt tänkande"};

constexpr std::array<std::string_view, 12> kChallenges{"vedä asiakastyöpaja yksin",
                                                       "pyydä palautetta kolmelta",
                                                       "kirjoita blogi pelosta",
                                                       "esitä tulokset johdolle",
                                                       "sano asiakkaalle ei",
                                                       "rakenna raportti alusta",
                                                       "håll en workshop på svenska",
                                                       "haastattele aktoria toisesta tiimistä",
                                                       "run the retrospective",
                                                       "kokeile uutta fasilitointitapaa",
                                                       "lue luku ja kerro siitä tiimille",
                                                       "seuraa kollegan asiakaspuhelua"};

constexpr std::array<std::string_view, 10> kSales{"Soita: tarjouksen jatko",
                                                  "Send proposal",
                                                  "Follow up on renewal",
                                                  "Lähetä sopimus",
                                                  "Boka demo",
                                                  "Discovery call",
                                                  "Laskun tarkistus",
                                                  "Call back after fair",
                                                  "Päivitä kaupan vaihe",
                                                  "Haastattelu: uusi asiakas"};

template <std::size_t N>
std::string pick(World& world, const std::array<std::string_view, N>& from) {
    return std::string(from[world.next_random() % N]);
}

}  // namespace

PersonName draw_name(World& world) {
    return {pick(world, kFirst), pick(world, kLast)};
}

PersonName draw_odd_name(World& world) {
    const std::uint64_t index = world.next_random() % (kOdd.size() + 1);
    if (index == kOdd.size()) return {std::string(400, 'A') + "ä", std::string(400, 'z')};
    return {std::string(kOdd[index].first), std::string(kOdd[index].second)};
}

std::string draw_job_title(World& world) {
    return pick(world, kJobs);
}
std::string draw_company(World& world) {
    return pick(world, kCompanies);
}
std::string draw_goal(World& world) {
    return pick(world, kGoals);
}
std::string draw_challenge(World& world) {
    return pick(world, kChallenges);
}
std::string draw_sales_subject(World& world) {
    return pick(world, kSales);
}

std::string address_form(const PersonName& name) {
    std::string result;
    for (const char c : name.first + "." + name.last) {
        if (c >= 'A' && c <= 'Z') {
            result += static_cast<char>(c + 32);
        } else if ((c >= 'a' && c <= 'z') || (c == '.' && !result.empty())) {
            result += c;
        }
    }
    return result.size() > 40 ? result.substr(0, 40) : result;
}

}  // namespace mentorsync::sandbox
