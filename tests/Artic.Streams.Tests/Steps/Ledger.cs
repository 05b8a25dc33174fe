using System.Buffers.Binary;
using Artic.Streams.Log;
using Artic.Streams.Steps;

namespace Artic.Streams.Tests.Steps;

/// <summary>
/// A small state machine over two inputs whose state depends on their order: it sums, multiplies, and says its figures
/// now and then, in no, one or several records.
/// </summary>
internal sealed class Ledger : IStepHandler
{
    public const ushort SumType = 32;
    public const ushort ProductType = 33;

    private long _inputs;

    public long Sum { get; private set; }

    public long Product { get; private set; } = 1;

    /// <summary>Every input in the order in which it was handled.</summary>
    public List<(StreamId Stream, long Sequence)> Order { get; } = [];

    public List<long> AfterSteps { get; } = [];

    /// <summary>What is wrong with this one, given its number of inputs and the value that it would say.</summary>
    public Func<long, long, long> Fault { get; set; } = static (_, value) => value;

    /// <summary>Records that this one says too many (or too few, below zero), given its number of inputs.</summary>
    public Func<long, int> Excess { get; set; } = static _ => 0;

    /// <summary>A control: one that leaves a field out of its snapshot.</summary>
    public bool Forgets { get; init; }

    /// <summary>Says something for one in so many inputs of the market.</summary>
    public int Every { get; set; } = 3;

    public void Handle(in Record input, StepOutput output)
    {
        _inputs++;
        Order.Add((input.Stream, input.Header.Sequence));
        long value = BinaryPrimitives.ReadInt64LittleEndian(input.Payload);
        if (input.Stream == StreamId.Market)
        {
            Sum = unchecked((Sum * 31) + value);
            if (_inputs % Every == 0)
            {
                Say(output, SumType, Sum, 1 + Excess(_inputs));
            }
        }
        else
        {
            Product = unchecked((Product * 17) + (value ^ Sum));
            Say(output, ProductType, Product, (int)(value & 3) + Excess(_inputs));
        }
    }

    public void AfterStep(in Record input) => AfterSteps.Add(input.Header.Sequence);

    public void Save(StateWriter state)
    {
        state.Section("ledger");
        state.Write(_inputs);
        state.Write(Sum);
        state.Write(Forgets ? 1 : Product);
    }

    public void Load(StateReader state)
    {
        state.Section("ledger");
        _inputs = state.ReadInt64();
        Sum = state.ReadInt64();
        Product = state.ReadInt64();
    }

    private void Say(StepOutput output, ushort type, long value, int records)
    {
        for (int i = 0; i < records; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(
                output.Begin(sizeof(long), type, (uint)i + 1), Fault(_inputs, value + i));
        }
    }
}
