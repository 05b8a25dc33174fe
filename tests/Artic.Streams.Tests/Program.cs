using Artic.Hosting.Accounts;
using Artic.Streams.Control;
using Artic.Streams.Log;
using Artic.Streams.Tests;
using Artic.Streams.Tests.Mirrors;
using Artic.Streams.Tests.Publishing;
using Artic.Streams.Waiting;

// What a second, real process does beside a test: dotnet Artic.Streams.Tests.dll <role> <folder> <count>.
string role = args[0];
string folder = args[1];
int count = int.Parse(args[2]);
switch (role)
{
    case "write-and-die":
        // Holds the stream, commits some records, leaves a step half done, and waits to be killed.
        RunPaths paths = new(folder);
        using (DoorbellTable doorbells = DoorbellTable.Open(paths.Doorbells))
        {
            RecordWriter writer = RecordWriter.Open(paths, StreamId.Market, doorbells, TestRun.SegmentBytes);
            for (int i = 1; i <= count; i++)
            {
                TestRecord.Write(writer, i, 24);
                writer.Commit(i);
            }

            TestRecord.Write(writer, count + 1, 24);
            TestRecord.Write(writer, count + 2, 24);
            Console.WriteLine("ready");
            _ = Console.ReadLine();
            GC.KeepAlive(writer);
        }

        break;
    case "write-and-archive":
        // Takes the stream over, writes, and brings the archive up to date.
        RunPaths taken = new(folder);
        using (DoorbellTable doorbells = DoorbellTable.Open(taken.Doorbells))
        {
            using RecordWriter writer = RecordWriter.Open(taken, StreamId.Market, doorbells, TestRun.SegmentBytes);
            using StreamArchiver archiver = new(taken, writer, ArchivePolicy.Default);
            for (int i = 0; i < count; i++)
            {
                TestRecord.Write(writer, writer.LastSequence + 1, TestRecord.LargePayload);
                writer.Commit(1);
            }

            _ = archiver.Flush();
        }

        break;
    case "publish":
        // Owns the stream and publishes it, as a service does; writes as many records as each line that it is given says.
        using (PublishingOwner owner = new(folder, highWaterMark: count))
        {
            while (Console.ReadLine() is { } line)
            {
                Console.WriteLine(owner.Write(int.Parse(line)));
            }
        }

        break;
    case "succeed":
        // The same, from an owner that is stopped.
        using (PublishingOwner owner = new(folder, highWaterMark: count, takeOver: true))
        {
            while (Console.ReadLine() is { } line)
            {
                Console.WriteLine(owner.Write(int.Parse(line)));
            }
        }

        break;
    case "mirror":
        // Copies the stream by ZeroMQ, as a service does; says how it stands for each line that it is given.
        using (MirroringService service = new(new RunPaths(folder), highWaterMark: count))
        {
            while (Console.ReadLine() != null)
            {
                Console.WriteLine(service.Status());
            }
        }

        break;
    case "measure-mirror":
        // What copying so many records allocates in the whole process, after as many to warm up.
        using (PublishingOwner owner = new(folder, highWaterMark: 0))
        {
            using MirroringService service = new(new RunPaths(folder), highWaterMark: 0);
            for (int i = 0; i < 2; i++)
            {
                service.NeedLast(owner.Write(count));
                long before = GC.GetTotalAllocatedBytes(precise: true);
                for (int burst = 0; burst < 10; burst++)
                {
                    service.NeedLast(owner.Write(count / 10));
                }

                Console.WriteLine(GC.GetTotalAllocatedBytes(precise: true) - before);
            }
        }

        break;
    case "measure-replay":
        // What a page of replay allocates in the whole process, and the same with one object a page as the control.
        using (ReplayMeasurement measurement = new(folder, pages: 4 * count))
        {
            Console.WriteLine(measurement.BytesOver(count, control: false));
            Console.WriteLine(measurement.BytesOver(count, control: true));
        }

        break;
    case "read-signal":
        using (RecordReader reader = new(new RunPaths(folder), StreamId.Signal))
        {
            try
            {
                while (reader.TryRead(out Record record))
                {
                    Console.WriteLine(record.Header.Sequence);
                }

                Console.WriteLine("ended");
            }
            catch (StreamCorruptException)
            {
                Console.WriteLine("refused");
            }
        }

        break;
    case "hang":
        Console.WriteLine("ready");
        _ = Console.ReadLine();
        break;
    case "take-epochs":
        AccountFolder account = new(folder);
        for (int i = 0; i < count;)
        {
            try
            {
                Console.WriteLine(account.TakeEpoch());
                i++;
            }
            catch (IOException)
            {
                // Another one is taking an epoch at this moment: the next try may have its turn.
            }
        }

        break;
    case "append-kills":
        AccountFolder killed = new(folder);
        for (int i = 1; i <= count; i++)
        {
            killed.AppendKill(i, $"process {Environment.ProcessId}", "the line is as long as it needs to be", i);
        }

        break;
    case "raise":
        using (KillWord word = KillWord.Open(folder))
        {
            for (int i = 1; i <= count; i++)
            {
                word.RaiseTo(i);
            }
        }

        break;
    default:
        Console.Error.WriteLine($"no such role: {role}");
        return 1;
}

return 0;
