#include "sync/plan/view.hpp"

namespace mentorsync {

void plan_tasks(const View& view, std::vector<Action>& actions) {
    for (const LearningTask& task : view.seen().tasks) {
        if (view.seen_task(task.id) != &task) continue;
        if (const LearningTask* stored = view.known_task(task.id)) {
            if (*stored != task) actions.emplace_back(SaveTask{task, false});
        } else if (view.known().unknown_tasks.contains(task.id)) {
            actions.emplace_back(SaveTask{task, true});
        }
    }
    if (!view.is_complete()) return;
    for (const LearningTask& stored : view.known().tasks) {
        const bool gone = view.seen_task(stored.id) == nullptr;
        if (gone && stored.state != TaskState::Dropped) actions.emplace_back(DropTask{stored.id});
    }
}

}  // namespace mentorsync
