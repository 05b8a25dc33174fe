using Artic.V1;

namespace Artic.Hosting.Limits;

/// <summary>Whoever keeps the limits of an account. Thread: any.</summary>
public interface ILimitBook
{
    /// <summary>What a limit is now.</summary>
    long ValueOf(LimitName limit);

    /// <summary>
    /// Puts a checked command on record and waits until it is in effect, some seconds at most. Gives the record's sequence
    /// in <c>command</c>, or 0 with the code of what stood against it.
    /// </summary>
    long Record(LimitCommand command, out string? refusal);
}
