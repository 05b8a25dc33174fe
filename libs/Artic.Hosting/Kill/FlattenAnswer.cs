namespace Artic.Hosting.Kill;

/// <summary>What became of the flattening that a kill asked for.</summary>
/// <param name="Outcome">
/// <c>FLAT</c>, <c>BELOW_LEAST</c> (what remains is less than the venue trades), <c>GAVE_UP</c>, <c>KILLED</c> (a kill without
/// flattening ended it), <c>RESUMED</c>; or nothing was closed: <c>RISK_MANAGER_SILENT</c>, <c>WIDENED</c>; or it is not over
/// yet: <c>UNCONFIRMED</c>.
/// </param>
/// <param name="Ns">From the command to here.</param>
/// <param name="Orders">Orders that it has sent.</param>
/// <param name="Remaining">Instruments where something remains, as far as that is known.</param>
/// <param name="Instrument">One of them; null: none.</param>
/// <param name="Quantity">What remains there, at scale 8; below 0 it is owed.</param>
public sealed record FlattenAnswer(
    string Outcome, long Ns, long Orders = 0, long Remaining = 0, string? Instrument = null, long Quantity = 0)
{
    /// <summary>Nothing remains.</summary>
    public const string Flat = "FLAT";

    /// <summary>Nobody is there who could flatten, and nobody will.</summary>
    public const string RiskManagerSilent = "RISK_MANAGER_SILENT";

    /// <summary>Everything was stopped though a part was asked for; the rest is not closed for that.</summary>
    public const string Widened = "WIDENED";

    /// <summary>It is under way still, or its end cannot be seen.</summary>
    public const string Unconfirmed = "UNCONFIRMED";
}
