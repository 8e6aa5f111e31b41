#include "sync/plan/progress.hpp"

#include <algorithm>

namespace mentorsync {

namespace {

void count_in(const LearningTask& task, Instant now, Progress& progress) {
    ++progress.all;
    switch (task.state) {
        case TaskState::Open: ++progress.open; break;
        case TaskState::Started: ++progress.started; break;
        case TaskState::Waiting: ++progress.waiting; break;
        case TaskState::Done: ++progress.done; break;
        case TaskState::Dropped: ++progress.dropped; break;
    }
    if (is_overdue(task, now)) ++progress.overdue;
    progress.last_sign_of_life =
        std::max(progress.last_sign_of_life.value_or(task.updated), task.updated);
}

}  // namespace

Progress progress_of(const RelationshipId& relationship, std::span<const LearningTask> tasks,
                     Instant now) {
    return progress_of(std::set{relationship}, tasks, now);
}

Progress progress_of(const std::set<RelationshipId>& relationships,
                     std::span<const LearningTask> tasks, Instant now) {
    Progress progress;
    for (const LearningTask& task : tasks) {
        const bool counts = std::ranges::any_of(
            task.relationships, [&](const auto& id) { return relationships.contains(id); });
        if (counts) count_in(task, now, progress);
    }
    return progress;
}

Progress progress_of(std::span<const LearningTask* const> tasks, Instant now) {
    Progress progress;
    for (const LearningTask* task : tasks) count_in(*task, now, progress);
    return progress;
}

}  // namespace mentorsync
