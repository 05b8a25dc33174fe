namespace Artic.Cli.Traces;

/// <summary>A collector's answer to a document.</summary>
/// <param name="Verdict">What became of the document.</param>
/// <param name="Words">What was wrong, with the collector's address; empty: nothing.</param>
public readonly record struct OtlpAnswer(OtlpVerdict Verdict, string Words = "")
{
    /// <summary>Spans that it did not take of a document that it took.</summary>
    public long RejectedSpans { get; init; }

    /// <summary>It does not want to be asked earlier, in nanoseconds; 0: it does not say.</summary>
    public long AfterNs { get; init; }
}
