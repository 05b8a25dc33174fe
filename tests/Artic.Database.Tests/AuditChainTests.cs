using Artic.Database.Audit;
using Artic.Messaging.Records;
using Artic.Streams.Log;

namespace Artic.Database.Tests;

/// <summary>A row's hash is what its description says, today as when the row was written.</summary>
public sealed class AuditChainTests
{
    [Fact]
    public void The_hash_of_a_row_is_the_one_that_another_program_makes_of_it()
    {
        AuditRow row = new()
        {
            Stream = StreamId.Order, Sequence = 7, RecordedNs = 1_700_000_000_123_456_789, Type = RecordType.OrderApproved,
            CauseStream = StreamId.Signal, CauseSequence = 5, About = default, Payload = [8, 1, 16, 2],
            PreviousHash = [.. Enumerable.Range(0, AuditChain.HashBytes).Select(i => (byte)i)],
        };

        // By Python's hashlib and struct, of: previous hash, 9, "monday é" in UTF-8, 4, 7, 1700000000123456789, 48, 3, 5, 4, payload.
        Assert.Equal(
            "cbf1707baa400480bde96057290eeb95a39230380032e385defe06fbbafc2505",
            Convert.ToHexStringLower(AuditChain.HashOf("monday é", row)));
    }
}
