namespace Artic.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Level">ok, note, warn or fail.</param>
/// <param name="Found">What was found, and what it means.</param>
/// <param name="Mend">What to do about it; empty where there is nothing.</param>
public sealed record Finding(string Name, string Level, string Found, string Mend);
