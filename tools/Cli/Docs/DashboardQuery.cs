namespace Artic.Cli.Docs;

/// <summary>What a panel asks of Prometheus.</summary>
/// <param name="Expression">PromQL, with <c>$__rate_interval</c> as Grafana fills it in.</param>
/// <param name="Legend">What its series are called, with <c>{{label}}</c> for the value of a label.</param>
public sealed record DashboardQuery(string Expression, string Legend);
