// What the people of the portal do meanwhile: one thing at a time, anything.

#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/rigs/simulation/dice.hpp"
#include "tests/run/world.hpp"

namespace mentorsync::rigs {

class People {
public:
    People(tests::World& world, Dice& dice) : world_(world), dice_(dice) {}

    void do_something();

    // Keys and ids of the notes that they deleted.
    [[nodiscard]] const std::set<std::string>& deleted() const noexcept { return deleted_; }

    // Contacts that were archived, merged or erased once, whatever became of them.
    [[nodiscard]] const std::set<std::string>& touched() const noexcept { return touched_; }

    [[nodiscard]] const std::set<std::string>& erased() const noexcept { return erased_; }

    // Owners with an address of somebody who was erased.
    [[nodiscard]] const std::set<std::string>& erased_users() const noexcept {
        return erased_users_;
    }

private:
    void edit_a_contact();
    void work_on_a_task();
    void add_a_task();
    void move_a_record(sandbox::Kind kind);
    void delete_a_note();
    void merge_two();
    void erase_one();
    void change_a_list();
    void change_a_pair();

    // The id of a record that is live, or archived; empty when there is none.
    [[nodiscard]] std::string some(sandbox::Kind kind, bool archived = false);

    tests::World& world_;
    Dice& dice_;
    std::set<std::string> deleted_;
    std::set<std::string> touched_;
    std::set<std::string> erased_;
    std::set<std::string> erased_users_;
    int merged_ = 0;
};

// Puts the canary into every field that the mapping does not disclose.
void plant_canaries(tests::World& world);

}  // namespace mentorsync::rigs
