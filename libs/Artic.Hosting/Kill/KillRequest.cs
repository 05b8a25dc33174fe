namespace Artic.Hosting.Kill;

/// <summary>What a kill asks for.</summary>
/// <param name="By">Who asks, from what was proved.</param>
/// <param name="Reason">Why, in the asker's words.</param>
/// <param name="Scope">What is stopped.</param>
/// <param name="Flatten">The position is closed once nothing is under way.</param>
public sealed record KillRequest(string By, string Reason, KillScope Scope, bool Flatten)
{
    /// <summary>Of everything.</summary>
    public KillRequest(string by, string reason)
        : this(by, reason, KillScope.Whole, Flatten: false)
    {
    }
}
