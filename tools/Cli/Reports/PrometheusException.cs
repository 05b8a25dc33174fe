namespace Artic.Cli.Reports;

/// <summary>A Prometheus is not there, or what answers is none; the message says what was asked and what came.</summary>
public sealed class PrometheusException(string message) : Exception(message);
