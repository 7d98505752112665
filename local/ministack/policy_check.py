# Asks MiniStack's policy evaluator about calls that were recorded: as the policies are, and without each statement.
#
#     python policy_check.py < question.json
#
# The question is {"policies": {principal: [document, ...]}, "calls": [decision of decisions.py, ...]}; the answer is
# {"refused": [indexes of calls], "without": {"principal Sid": [indexes of calls that are refused besides]}}.
import copy
import json
import sys

from ministack.core import iam_evaluator

import decisions


def main():
    question = json.load(sys.stdin)
    policies, calls = question["policies"], question["calls"]
    refused = _refused(policies, calls)
    without = {}
    for principal, documents in policies.items():
        for index, document in enumerate(documents):
            for statement in document["Statement"]:
                fewer = copy.deepcopy(policies)
                fewer[principal][index]["Statement"].remove(statement)
                besides = [call for call in _refused(fewer, calls) if call not in refused]
                without[f"{principal} {statement['Sid']}"] = besides
    json.dump({"refused": refused, "without": without}, sys.stdout)


def _refused(policies, calls):
    parsed = {name: [iam_evaluator.parse_policy_document(one) for one in all_] for name, all_ in policies.items()}
    return [
        index for index, call in enumerate(calls) if not _allowed(parsed.get(call["principal"], []), call)
    ]


def _allowed(policies, call):
    asked = decisions.context_of(
        call["principal"], call["action"], call["resource"], call["context"], call["account"], "eu-west-1"
    )
    return iam_evaluator.evaluate(asked, policies).decision == "Allow"


if __name__ == "__main__":
    main()
