namespace Artic.Hosting.Publishing;

/// <summary>
/// Has a denied order decided again without the check that denied it, and gives the answer in JSON. Thread: any; blocks for as long
/// as the risk loop takes.
/// </summary>
/// <param name="proved">Who asks, from what was proved.</param>
/// <param name="denial">Sequence of the denial in <c>order</c>.</param>
/// <param name="by">Who asks, in his own words; null: nothing.</param>
/// <param name="reason">Why.</param>
/// <param name="isApproved">The order was approved.</param>
public delegate byte[] OverrideAction(string proved, long denial, string? by, string? reason, out bool isApproved);
