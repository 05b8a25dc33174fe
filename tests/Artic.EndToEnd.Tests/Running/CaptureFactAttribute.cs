namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// A fact about the recorded capture beside the repository; skipped, and counted as such, where there is none.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CaptureFactAttribute : FactAttribute
{
    /// <summary>Looks for the capture.</summary>
    public CaptureFactAttribute()
    {
        if (Repository.Capture == null)
        {
            Skip = "no ../shared/data/market/replay/hftbacktest_spot_btcusdt_20240808.jsonl.gz beside the repository";
        }
    }
}
