# AWS::CloudWatch::Alarm with a metric expression. It is kept and described, but nothing computes it: the state of an
# alarm changes by SetAlarmState, or by data put under the name of its one metric.
from ministack.services.cloudformation import provisioners

ONE_METRIC = ("MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Period", "Dimensions", "Unit")


def add():
    record = provisioners._cw_metric_alarm_record

    def with_expression(name, props):
        if not props.get("Metrics"):
            return record(name, props)
        if any(key in props for key in ONE_METRIC):
            raise ValueError("Metrics and MetricName cannot be specified together")
        alarm = record(name, {**props, "Metrics": None, "MetricName": "-", "Namespace": "-"})
        return {**{key: value for key, value in alarm.items() if key not in ONE_METRIC}, "Metrics": props["Metrics"]}

    provisioners._cw_metric_alarm_record = with_expression
