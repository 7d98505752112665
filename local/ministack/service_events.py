# What a service tells in its events (F2.4), newest first, the last hundred.
from ministack.core.responses import new_uuid, now_iso


def tell(service, message):
    service["events"].insert(
        0, {"id": new_uuid(), "createdAt": now_iso(), "message": f"(service {service['serviceName']}) {message}"}
    )
    del service["events"][100:]


def of_tasks(tasks):
    return " ".join(f"(task {task['taskArn'].rsplit('/', 1)[-1]})" for task in tasks)


def started(service, tasks):
    tell(service, f"has started {len(tasks)} tasks: {of_tasks(tasks)}.")


def stopped(service, tasks):
    tell(service, f"has stopped {len(tasks)} running tasks: {of_tasks(tasks)}.")


def registered(service, group_arn):
    tell(service, f"registered 1 targets in (target-group {group_arn})")


def deregistered(service, group_arn):
    tell(service, f"deregistered 1 targets in (target-group {group_arn})")


def draining(service, tasks):
    tell(service, f"has begun draining connections on {len(tasks)} tasks.")


def unhealthy(service, port, group_arn, description):
    tell(service, f"(port {port}) is unhealthy in (target-group {group_arn}) due to (reason {description}).")


def completed(service, deployment):
    tell(service, f"(deployment {deployment['id']}) deployment completed.")


def steady(service):
    tell(service, "has reached a steady state.")
