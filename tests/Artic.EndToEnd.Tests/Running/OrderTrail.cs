using Artic.EndToEnd.Tests.Venues;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// What must hold of every run, whatever happened in it: an order is on record before its first byte leaves, and
/// nothing is sent twice.
/// </summary>
internal static class OrderTrail
{
    /// <summary>Fails the test where streams or the venue's log contradict it. After the run's end.</summary>
    public static void NeedEveryOrderOnRecordAndSentOnce(RunPaths paths) => NeedEveryOrderOnRecordAndSentOnce(paths, Venue.Of(paths));

    /// <summary>The same of a run whose venue is not its own.</summary>
    public static void NeedEveryOrderOnRecordAndSentOnce(RunPaths paths, Venue venue)
    {
        Dictionary<ulong, long> submitted = [];
        foreach (StreamRecord record in RunStreams.Read(paths, StreamId.Execution, RecordType.OrderEvent))
        {
            if (record.As<OrderEvent>() is { Status: OrderStatus.Submitted } order)
            {
                _ = submitted.TryAdd(order.ClientOrderId, record.PublishedNs);
            }
        }

        HashSet<string> placed = [];
        foreach (StreamRecord record in RunStreams.Read(paths, StreamId.Wire, RecordType.RequestSent))
        {
            RequestSent request = record.As<RequestSent>();
            if (request.Kind != RequestKind.Place)
            {
                continue;
            }

            string order = Text(request.ClientOrderId);
            Assert.True(
                submitted.TryGetValue(request.ClientOrderId, out long submittedNs) && submittedNs < record.PublishedNs,
                $"{order} left at {record.PublishedNs}, but SUBMITTED is on record at {submittedNs}");
            Assert.True(placed.Add(order), $"{order} was sent twice");
        }

        HashSet<string> accepted = [];
        foreach (VenueEvent entry in venue.Accepted())
        {
            Assert.True(accepted.Add(entry.ClientOrderId), $"the venue accepted {entry.ClientOrderId} twice");
            Assert.Contains(entry.ClientOrderId, submitted.Keys.Select(Text));
        }

        // A log that is not this venue's would have none.
        Assert.True(accepted.Count > 0 || placed.Count == 0, $"{placed.Count} orders left, and the venue has accepted none");
    }

    /// <summary>A client order id as the venue sees it: epoch and counter.</summary>
    public static string Text(ulong clientOrderId) => $"a{clientOrderId >> 32}-{clientOrderId & uint.MaxValue}";
}
