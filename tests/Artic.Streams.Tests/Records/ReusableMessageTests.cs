using System.Collections;
using Artic.Messaging.Records;
using Artic.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Artic.Streams.Tests.Records;

/// <summary>A message that is parsed into again keeps what it is not told to forget: these walk every field.</summary>
public sealed class ReusableMessageTests
{
    private static readonly FileDescriptor[] s_files =
    [
        StepReflection.Descriptor, MarketReflection.Descriptor, TradingReflection.Descriptor,
        PositionReflection.Descriptor, InstanceReflection.Descriptor,
    ];

    /// <summary>All but the step record, which a loop reads and writes itself.</summary>
    public static TheoryData<RecordType> Types() =>
        [.. Enum.GetValues<RecordType>().Where(type => type != RecordType.Step)];

    [Fact]
    public void Every_message_of_the_schema_but_parts_of_others_has_a_record_type_and_every_record_type_a_message()
    {
        MessageDescriptor[] messages = [.. s_files.SelectMany(file => file.MessageTypes)];
        HashSet<string> parts =
        [
            .. messages.SelectMany(type => type.Fields.InDeclarationOrder()).Where(field => field.FieldType == FieldType.Message)
                .Select(field => field.MessageType.Name),
        ];
        string[] records = Enum.GetNames<RecordType>();
        Assert.Subset(messages.Select(type => type.Name).ToHashSet(), records.ToHashSet());
        Assert.Subset(parts, messages.Select(type => type.Name).Except(records).ToHashSet());
        foreach (RecordType type in Enum.GetValues<RecordType>())
        {
            Assert.Equal(type.ToString(), RecordNames.Parse(type, [])!.Descriptor.Name);
        }

        Assert.Null(RecordNames.Parse((RecordType)999, []));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Reset_clears_every_field(RecordType type)
    {
        IMessage message = RecordNames.Parse(type, [])!;
        IReusable reusable = Assert.IsAssignableFrom<IReusable>(message);
        foreach (FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder())
        {
            Fill(message, field);
            Assert.True(message.CalculateSize() > 0);
            reusable.Reset();
            Assert.True(message.CalculateSize() == 0, $"{type}.{field.Name} is left as it was");
        }

        Assert.Equal(RecordNames.Parse(type, []), message);
    }

    [Theory]
    [InlineData(RecordType.Quote, "quote")]
    [InlineData(RecordType.OrderEvent, "order_event")]
    [InlineData(RecordType.TradingStateChanged, "trading_state_changed")]
    [InlineData((RecordType)999, "999")]
    public void Topics_are_in_lower_case_with_underscores(RecordType type, string topic) =>
        Assert.Equal(topic, RecordNames.Topic(type));

    [Fact]
    public void No_two_types_have_one_topic() =>
        Assert.Distinct(Enum.GetValues<RecordType>().Select(RecordNames.Topic));

    private static void Fill(IMessage message, FieldDescriptor field)
    {
        object value = field.FieldType switch
        {
            FieldType.SInt64 or FieldType.SFixed64 => -7L,
            FieldType.UInt64 or FieldType.Fixed64 => 7UL,
            FieldType.UInt32 => 7U,
            FieldType.SInt32 => -7,
            FieldType.Double => 0.5,
            FieldType.Bool => true,
            FieldType.String => "text",
            FieldType.Bytes => ByteString.CopyFrom(1, 2),
            FieldType.Enum => 1,
            FieldType.Message => field.MessageType.Parser.ParseFrom([]),
            _ => throw new NotSupportedException($"{field.FullName} is of a type that no record has had so far"),
        };
        if (field.IsRepeated)
        {
            _ = ((IList)field.Accessor.GetValue(message)).Add(value);
        }
        else
        {
            field.Accessor.SetValue(message, value);
        }
    }
}
