using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using ClassicML.Linear;
using ClassicML.Serialization;
using ClassicML.Tests.Wire;

namespace ClassicML.Tests.Serialization;

/// <summary>Files that were damaged, or made to harm: each is refused in one sentence, or what comes of it predicts.</summary>
public class HostileFileTests
{
    private static readonly byte[] File = ModelFileTests.Save(new LogisticRegression().Fit(ClassicML.Datasets.Iris()));

    private static readonly string Header = Encoding.UTF8.GetString(File.AsSpan(8, (int)BinaryPrimitives.ReadInt64LittleEndian(File)));

    [Fact]
    public void A_file_that_is_cut_anywhere_is_refused()
    {
        for (int length = 0; length < File.Length; length++)
            Assert.True(ModelFileTests.Refusal(() => ModelFileTests.Load<IModel>(File[..length])).Length > 20);
        Assert.Contains("its arrays take", ModelFileTests.Refusal(() => ModelFileTests.Load<IModel>([.. File, 0])));
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_noticed()
    {
        for (int at = 0; at < File.Length; at++)
        {
            byte[] flipped = [.. File];
            flipped[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<ModelFormatException>(() => ModelFileTests.Load<IModel>(flipped));
        }
    }

    [Theory]
    [InlineData("\"dtype\":\"F64\"", "\"dtype\":\"F16\"", "is of type 'F16', which no model file has")]
    [InlineData("\"shape\":[3,4]", "\"shape\":[4,4]", "has 96 bytes, its shape 128")]
    [InlineData("\"shape\":[3,4]", "\"shape\":[-3,-4]", "no whole number from 0")]
    [InlineData("\"shape\":[3,4]", "\"shape\":[9223372036854775807,9223372036854775807]", "is too large")]
    [InlineData("\"shape\":[3,4]", "\"shape\":[12]", "")]
    [InlineData("\"shape\":[3,4]", "\"shape\":[3,4,1.5]", "no whole number from 0")]
    [InlineData("\"data_offsets\":[0,96]", "\"data_offsets\":[8,104]", "begins at byte")]
    [InlineData("\"data_offsets\":[0,96]", "\"data_offsets\":[0,9223372036854775807]", "its shape 96")]
    [InlineData("\"data_offsets\":[0,96]", "\"data_offsets\":[0]", "lacks type, shape or place")]
    [InlineData("\"data_offsets\":[0,96]", "\"offsets\":[0,96]", "has a 'offsets'")]
    [InlineData("Coefficients.Values\":{", "Other\":{", "there is no array 'Coefficients.Values'")]
    [InlineData("\"Intercept\":{\"dtype\"", "\"Coefficients.Values\":{\"dtype\"", "twice")]
    [InlineData("\\\"Array\\\":\\\"Intercept\\\"", "\\\"Array\\\":\\\"Coefficients.Values\\\"", "named twice")]
    [InlineData("stored-doubles\\\",\\\"Array\\\":\\\"Intercept", "stored-integers\\\",\\\"Array\\\":\\\"Intercept", "the model has integers there")]
    [InlineData("\"dtype\":\"F64\",\"shape\":[3,4]", "\"dtype\":\"I32\",\"shape\":[6,4]", "is of type I32, and the model has doubles there")]
    [InlineData("\"data_offsets\":[96,120]", "\"data_offsets\":[72,96]", "begins at byte 72, where 96 was expected")]
    [InlineData("\\\"Array\\\":\\\"Intercept\\\"}", "\\\"Array\\\":\\\"Intercept\\\",\\\"More\\\":1}", "must name one array")]
    [InlineData("{\\\"type\\\":\\\"stored-doubles\\\",\\\"Array\\\":\\\"Intercept\\\"}", "[1,2,3]", "array 'Intercept' belongs to no part of the model")]
    [InlineData("\"format\":\"classicml-model\"", "\"classicml\":\"{}\"", "names 'classicml' twice")]
    [InlineData("logistic-regression-model", "logistic-regression-mode", "no type is registered under the name 'logistic-regression-mode'")]
    [InlineData("\\\"format\\\":1", "\\\"format\\\":2", "by a newer version")]
    [InlineData("\"classicml\":", "\"other\":", "none that ClassicML wrote")]
    [InlineData("\"hash\":", "\"crc\":", "has no hash")]
    [InlineData("{\"__metadata__\"", "[\"__metadata__\"", "where a StartObject was expected")]
    [InlineData("\\\"Summary\\\":{", "\\\"Summary\\\":[{", "is not JSON")]
    public void A_header_that_claims_something_else_is_refused_in_words(string part, string instead, string words)
    {
        Assert.Contains(part, Header);
        int at = Header.IndexOf(part, StringComparison.Ordinal);
        byte[] file = WithHeader(Header.Remove(at, part.Length).Insert(at, instead));
        if (words.Length == 0) ModelFileTests.Load<LogisticRegressionModel>(file);
        else Assert.Contains(words, ModelFileTests.Refusal(() => ModelFileTests.Load<IModel>(file)));
    }

    [Theory, InlineData(long.MaxValue), InlineData(-1), InlineData(0), InlineData(1), InlineData(100_000_001), InlineData(1L << 40)]
    public void A_length_that_can_not_be_is_refused_before_memory_is_taken(long length)
    {
        byte[] file = [.. File];
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("which can't be the length of its header", ModelFileTests.Refusal(() => ModelFileTests.Load<IModel>(file)));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    [Fact]
    public void Deep_forms_and_NaN_weights_are_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 100_000));
        int at = Header.IndexOf("\\\"Learner\\\":", StringComparison.Ordinal);
        Assert.Contains("is not JSON", ModelFileTests.Refusal(() => ModelFileTests.Load<IModel>(WithHeader(Header.Insert(at + 12, deep)))));
        byte[] file = [.. File];
        BinaryPrimitives.WriteDoubleLittleEndian(file.AsSpan(8 + Header.Length), double.NaN);
        Assert.Contains("was NaN", ModelFileTests.Refusal(() => ModelFileTests.Load<IModel>(Hashed(file))));
    }

    [Fact]
    public void Damaged_model_files_are_refused_or_predict() => Mutate(seed: 1, count: 4000);

    /// <summary>Takes minutes, so it is run by hand.</summary>
    [Fact(Explicit = true)]
    public void A_hundred_thousand_damaged_model_files_are_refused_or_predict() => Mutate(seed: 2, count: 100_000);

    private static void Mutate(ulong seed, int count)
    {
        var rng = new Rng(seed);
        byte[][] files = [.. FormFuzz.Models().Cast<IModel>().Select(model => ModelFileTests.Save(model))];
        int accepted = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] file = Hashed(Changed(files[i % files.Length], rng));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                IModel model = ModelFileTests.Load<IModel>(file);
                accepted++;
                FormFuzz.Try(model, rng, mayOverflow: true);
            }
            catch (ModelFormatException e)
            {
                Assert.True(e.Message.Length > 10, e.Message);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"mutant {i} of {count}, seed {seed}", e);
            }
            // Small files: what is not theirs would be a claim's.
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64L << 20, $"mutant {i} takes too much");
        }
        Assert.InRange(accepted, count / 20, count - count / 20);
    }

    // Bits, bytes, pieces of other places, and numbers that are large, in the header or in the arrays.
    internal static byte[] Changed(byte[] file, Rng rng)
    {
        byte[] changed = [.. file];
        int header = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        for (int more = 1 + rng.NextInt(3); more > 0; more--)
        {
            bool inHeader = header == file.Length || rng.NextInt(2) == 0;
            int at = inHeader ? rng.NextInt(header) : header + rng.NextInt(file.Length - header);
            switch (rng.NextInt(5))
            {
                case 0: changed[at] ^= (byte)(1 << rng.NextInt(8)); break;
                case 1: changed[at] = (byte)rng.NextInt(256); break;
                case 2: changed[at] = (byte)"0123456789,-.\"[]{}:e"[rng.NextInt(20)]; break;
                case 3: file.AsSpan(rng.NextInt(file.Length))[..1].CopyTo(changed.AsSpan(at)); break;
                default:
                    int length = Math.Min(8, file.Length - at), from = rng.NextInt(file.Length - length + 1);
                    file.AsSpan(from, length).CopyTo(changed.AsSpan(at));
                    break;
            }
        }
        return changed;
    }

    private static byte[] WithHeader(string header)
    {
        byte[] json = Encoding.UTF8.GetBytes(header), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return Hashed([.. length, .. json, .. File.AsSpan(8 + Header.Length)]);
    }

    // What an attacker would do too.
    internal static byte[] Hashed(byte[] file)
    {
        int at = file.AsSpan().IndexOf("\"hash\":\""u8);
        if (at < 0 || at + 40 > file.Length) return file;
        Span<byte> digits = file.AsSpan(at + 8, 32);
        digits.Fill((byte)'0');
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(XxHash128.Hash(file))).CopyTo(digits);
        return file;
    }
}
