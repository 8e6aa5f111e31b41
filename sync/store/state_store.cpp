#include "sync/store/state_store.hpp"

namespace mentorsync::store {

std::size_t Accounting::excluded_total() const {
    std::size_t sum = 0;
    for (const auto& [code, records] : excluded) sum += records;
    return sum;
}

}  // namespace mentorsync::store
