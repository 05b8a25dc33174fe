using System.Text;
using System.Text.Json;
using Artic.Core.Domain;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests.Venues;

/// <summary>Holds the service's book against the venue's own, at one and the same update id.</summary>
internal static class BookComparison
{
    private const int Levels = 10;
    private const int AsksPerLook = 50;

    /// <summary>Fails the test unless they are equal at so many update ids, from now on.</summary>
    public static void NeedEqual(Venue venue, Run run, int comparisons)
    {
        Dictionary<ulong, string> venues = [];
        HashSet<ulong> compared = [];
        Deadline.Need($"{comparisons} update ids that both have told", 20, () =>
        {
            for (int i = 0; i < AsksPerLook; i++)
            {
                using JsonDocument depth = venue.Ask($"/api/v3/depth?symbol=BTCUSDT&limit={Levels}");
                JsonElement root = depth.RootElement;
                venues[root.GetProperty("lastUpdateId").GetUInt64()] =
                    $"bids {Text(root.GetProperty("bids"))} asks {Text(root.GetProperty("asks"))}";
            }

            foreach (StreamRecord record in RunStreams.Read(run.Paths, StreamId.Market, RecordType.BookTop))
            {
                BookTop book = record.As<BookTop>();
                if (venues.TryGetValue(book.UpdateId, out string? theirs))
                {
                    Assert.Equal(
                        theirs,
                        $"bids {Text(book.BidPrices, book.BidQuantities)} asks {Text(book.AskPrices, book.AskQuantities)}");
                    _ = compared.Add(book.UpdateId);
                }
            }

            return compared.Count >= comparisons;
        });
    }

    /// <summary>
    /// Fails the test unless the service has told so many different books, from now on, that the venue has had: for a
    /// language whose update ids are not those of the REST interface. A wrong book is none of the venue's.
    /// </summary>
    public static void NeedSame(Venue venue, Run run, int comparisons)
    {
        HashSet<string> venues = [];
        long from = RunStreams.Read(run.Paths, StreamId.Market, RecordType.BookTop).Last().Sequence;
        Deadline.Need($"{comparisons} books that both have told", 20, () =>
        {
            for (int i = 0; i < AsksPerLook; i++)
            {
                using JsonDocument depth = venue.Ask($"/api/v3/depth?symbol=BTCUSDT&limit={Levels}");
                _ = venues.Add($"bids {Text(depth.RootElement.GetProperty("bids"))} asks {Text(depth.RootElement.GetProperty("asks"))}");
            }

            return RunStreams.Read(run.Paths, StreamId.Market, RecordType.BookTop).Where(record => record.Sequence > from)
                .Select(record => record.As<BookTop>())
                .Select(book => $"bids {Text(book.BidPrices, book.BidQuantities)} asks {Text(book.AskPrices, book.AskQuantities)}")
                .Distinct().Count(venues.Contains) >= comparisons;
        });
    }

    private static string Text(IEnumerable<long> prices, IEnumerable<long> quantities) =>
        string.Join(' ', prices.Zip(quantities).Take(Levels).Select(level => $"{level.First}@{level.Second}"));

    private static string Text(JsonElement levels) =>
        string.Join(' ', levels.EnumerateArray().Select(level => $"{E8(level[0])}@{E8(level[1])}"));

    private static long E8(JsonElement text)
    {
        Assert.True(FixedPoint.TryParse(Encoding.ASCII.GetBytes(text.GetString()!), 8, out long value));
        return value;
    }
}
