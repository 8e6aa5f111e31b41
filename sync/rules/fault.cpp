#include "sync/rules/fault.hpp"

namespace mentorsync {

std::string to_text(const Fault& fault) {
    std::string text = fault.file + ":" + std::to_string(fault.at.line) + ":" +
                       std::to_string(fault.at.column) + ": error: " + fault.what;
    if (!fault.hint.empty()) text += " (" + fault.hint + ")";
    return text;
}

}  // namespace mentorsync
