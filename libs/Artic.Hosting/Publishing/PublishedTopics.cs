using Artic.Messaging.Records;
using Artic.Streams.Log;

namespace Artic.Hosting.Publishing;

/// <summary>
/// The topics of a stream by the type and instrument of its records. Thread: that of its owner. Allocates for a new
/// topic only.
/// </summary>
/// <param name="stream">The stream's name.</param>
/// <param name="symbols">Names of the instruments; one without a name goes by its number.</param>
internal sealed class PublishedTopics(string stream, IReadOnlyDictionary<uint, string> symbols)
{
    private readonly Dictionary<ulong, PublishedTopic> _byKey = [];
    private readonly List<PublishedTopic> _all = [];

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>One of them, in the order of their first records.</summary>
    public PublishedTopic this[int index] => _all[index];

    /// <summary>The topic of a record.</summary>
    public PublishedTopic Of(in RecordHeader record)
    {
        ulong key = ((ulong)record.Type << 32) | record.InstrumentId;
        return _byKey.TryGetValue(key, out PublishedTopic? topic) ? topic : Add(key, record);
    }

    private PublishedTopic Add(ulong key, in RecordHeader record)
    {
        uint instrument = record.InstrumentId;
        string subject = instrument == 0 ? "-" : symbols.GetValueOrDefault(instrument) ?? instrument.ToString();
        PublishedTopic topic = new(stream, RecordNames.Topic((RecordType)record.Type), subject);
        _byKey.Add(key, topic);
        _all.Add(topic);
        return topic;
    }
}
