namespace Artic.Cli.Installing;

/// <summary>An installation that cannot be; what was in force still is. The message says why and what to do.</summary>
public sealed class InstallException(string message) : Exception(message);
