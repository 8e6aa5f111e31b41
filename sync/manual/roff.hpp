// Writes one manual page in the man macros of groff(1). Text is plain; `this` in it becomes bold.
// Source: groff_man(7), groff_char(7).

#pragma once

#include <string>
#include <string_view>

namespace mentorsync::manual {

struct PageTitle {
    std::string name;  // "mentorsync"
    int section = 1;
    std::string date;     // "2026-09-01"
    std::string version;  // "0.1.0"
};

// UTF-8 text so that groff shows it as it is: backslashes, minus signs, quotes and what lies beyond
// ASCII. A period at its front is a request where a line begins with it.
[[nodiscard]] std::string escaped(std::string_view text);
[[nodiscard]] std::string bold(std::string_view text);
[[nodiscard]] std::string italic(std::string_view text);

class Page {
public:
    explicit Page(const PageTitle& title);

    Page& section(std::string_view name);     // "OPTIONS"
    Page& subsection(std::string_view name);  // in bold, as it is written
    Page& paragraph(std::string_view text);
    Page& paragraph_of(const std::string& made);  // of what escaped, bold and italic made
    // An indented text below a term, which escaped, bold and italic made.
    Page& item(const std::string& term, std::string_view text);
    Page& indent();
    Page& outdent();
    Page& literal(std::string_view lines);  // kept line by line
    Page& line(const std::string& made);    // of what escaped, bold and italic made

    [[nodiscard]] const std::string& text() const noexcept { return out_; }

private:
    void break_paragraph();
    void fill(std::string_view text);

    std::string out_;
};

}  // namespace mentorsync::manual
