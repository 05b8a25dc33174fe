using Artic.Venues.Captures;

namespace Artic.Venues.Replay;

/// <summary>Tells whose capture it is from what its first lines say. Allocates; for edges.</summary>
public static class VenueGuess
{
    private const int Lines = 2_000;

    /// <summary>The venue most of whose book messages stand in the files; null where there are none of any.</summary>
    public static Venue? Of(IReadOnlyList<string> paths)
    {
        Venue? best = null;
        long most = 0;
        foreach (Venue venue in Enum.GetValues<Venue>())
        {
            CaptureReplay replay = new(venue);
            using CaptureFiles files = new(paths);
            for (int i = 0; i < Lines && files.TryNext(out CaptureLine line, out _); i++)
            {
                replay.Take(line);
            }

            long messages = 0;
            foreach (VenueBook book in replay.Books.Books)
            {
                messages += book.Messages;
            }

            if (messages > most)
            {
                most = messages;
                best = venue;
            }
        }

        return best;
    }
}
